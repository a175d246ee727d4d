import { useRef } from 'react';
import { useStore } from 'zustand';
import type { VoiceCapture } from '../../recognition/voice-capture';
import { ACCEPTED_FILES } from './media-files';
import { MicrophoneSettings } from './microphone-settings';
import { RecorderTrouble } from './recorder-trouble';
import { describeRecorder, isMicrophoneInUse } from './recorder-words';
import { RecordingView } from './recording-view';
import { SaveLink } from './save-link';
import './capture.css';

/** What the panel can ask for. */
export interface CaptureActions {
  readonly onFile: (file: File) => void;
  /** Told before the microphone is asked for. */
  readonly onRecord: () => void;
  /** Told when a button that had the focus goes away. */
  readonly onLeave: () => void;
}

/** The two ways in: choose or drop a file, or record one's voice. */
export function CapturePanel({
  voice: { recorder, choice },
  compact,
  onFile,
  onRecord,
  onLeave,
}: CaptureActions & { readonly voice: VoiceCapture; readonly compact: boolean }) {
  const picker = useRef<HTMLInputElement>(null);
  const state = useStore(recorder.store);
  const { phase } = state;
  const isOpen = phase === 'recording' || phase === 'paused';

  const record = (): void => {
    onRecord();
    void recorder.start();
  };
  const stop = async (): Promise<void> => {
    const file = await recorder.stop();
    if (file !== null) onFile(file);
  };
  const discard = (): void => {
    recorder.discard();
    onLeave();
  };
  const chooseFile = (): void => picker.current?.click();

  return (
    <>
      <section
        className="panel capture-panel"
        aria-label="Your recording"
        data-compact={compact || isOpen}
        data-recorder={phase}
      >
        <p className="visually-hidden" role="status">
          {describeRecorder(state)}
        </p>
        {isOpen ? <RecordingView recorder={recorder} state={state} /> : !compact && <CaptureInvitation />}
        <div className="capture-actions">
          <button
            type="button"
            className="button button-primary"
            // Not `disabled`, which would take the focus away from it.
            aria-disabled={phase === 'asking' || phase === 'stopping'}
            onClick={() => {
              if (isOpen) void stop();
              else if (phase !== 'asking' && phase !== 'stopping') record();
            }}
          >
            <RecordIcon stops={isOpen} />
            {isOpen
              ? 'Stop and analyse'
              : phase === 'asking'
                ? 'Waiting for the microphone…'
                : phase === 'stopping'
                  ? 'Finishing…'
                  : 'Record'}
          </button>
          {isOpen && (
            <button type="button" className="button" onClick={phase === 'paused' ? recorder.resume : recorder.pause}>
              {phase === 'paused' ? 'Resume' : 'Pause'}
            </button>
          )}
          {isMicrophoneInUse(state) ? (
            <button type="button" className="button" onClick={discard}>
              Cancel
            </button>
          ) : (
            <button type="button" className="button" onClick={chooseFile}>
              Choose a file
            </button>
          )}
          {phase === 'idle' && state.lastFile !== null && <SaveLink file={state.lastFile} />}
          {compact && !isOpen && <p className="capture-hint">or drop a file anywhere</p>}
        </div>
        <MicrophoneSettings choice={choice} locked={isMicrophoneInUse(state)} />
        <input
          ref={picker}
          className="visually-hidden"
          type="file"
          accept={ACCEPTED_FILES}
          aria-label="Audio file"
          tabIndex={-1}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // Emptied, so that choosing the same file again counts as a choice.
            event.currentTarget.value = '';
            if (file) onFile(file);
          }}
        />
      </section>
      {(phase === 'failed' || phase === 'interrupted') && (
        <RecorderTrouble
          state={state}
          onRetry={record}
          onChooseFile={chooseFile}
          onAnalyse={() => void stop()}
          onDismiss={discard}
        />
      )}
    </>
  );
}

function CaptureInvitation() {
  return (
    <div className="capture-invitation">
      <svg className="capture-wave" viewBox="0 0 240 48" aria-hidden="true">
        <path d="M4 24h28c8 0 8-8 14-8s8 18 14 18 9-28 16-28 9 38 17 38 9-40 17-40 9 36 16 36 9-26 15-26 8 18 14 18 7-10 12-10 5 2 13 2h56" />
      </svg>
      <h2>Let it hear a voice</h2>
      <p>
        Drop an audio or video file anywhere on this page, choose one, or record a sentence. One person should be
        speaking.
      </p>
    </div>
  );
}

function RecordIcon({ stops }: { readonly stops: boolean }) {
  return (
    <svg className="button-icon" viewBox="0 0 16 16" aria-hidden="true">
      {stops ? <rect x="3" y="3" width="10" height="10" rx="1.5" /> : <circle cx="8" cy="8" r="5.5" />}
    </svg>
  );
}
