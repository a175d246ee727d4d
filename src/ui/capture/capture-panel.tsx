import { useRef } from 'react';
import type { RecognitionState } from '../../recognition/recognition-state';
import { ElapsedTime } from './elapsed-time';
import './capture.css';

/** What the panel can ask for. */
export interface CaptureActions {
  readonly onFile: (file: File) => void;
  readonly onRecord: () => void;
  readonly onStop: () => void;
  readonly onCancel: () => void;
}

/** The two ways in: choose or drop a file, or record one's voice. */
export function CapturePanel({
  state,
  compact,
  onFile,
  onRecord,
  onStop,
  onCancel,
}: CaptureActions & { readonly state: RecognitionState; readonly compact: boolean }) {
  const picker = useRef<HTMLInputElement>(null);
  const microphoneInUse = state.phase === 'recording' || state.phase === 'opening-microphone';
  return (
    <section className="panel capture-panel" aria-label="Your recording" data-compact={compact}>
      {!compact && <CaptureInvitation state={state} />}
      <div className="capture-actions">
        {state.phase === 'recording' && (
          <p className="recording-note">
            <span className="recording-dot" aria-hidden="true" />
            Recording <ElapsedTime startedAtMs={state.startedAtMs} />
          </p>
        )}
        <button
          type="button"
          className="button button-primary"
          disabled={state.phase === 'opening-microphone'}
          onClick={state.phase === 'recording' ? onStop : onRecord}
        >
          <RecordIcon stops={state.phase === 'recording'} />
          {state.phase === 'recording'
            ? 'Stop and analyse'
            : state.phase === 'opening-microphone'
              ? 'Waiting for the microphone…'
              : 'Record'}
        </button>
        {microphoneInUse ? (
          <button type="button" className="button" onClick={onCancel}>
            Cancel
          </button>
        ) : (
          <button type="button" className="button" onClick={() => picker.current?.click()}>
            Choose a file
          </button>
        )}
        {compact && <p className="capture-hint">or drop a file anywhere</p>}
      </div>
      <input
        ref={picker}
        className="visually-hidden"
        type="file"
        accept="audio/*,video/*,.wav,.mp3,.m4a,.aac,.flac,.ogg,.oga,.opus,.webm,.mp4,.mov"
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
  );
}

function CaptureInvitation({ state }: { readonly state: RecognitionState }) {
  return (
    <div className="capture-invitation">
      <svg className="capture-wave" viewBox="0 0 240 48" aria-hidden="true">
        <path d="M4 24h28c8 0 8-8 14-8s8 18 14 18 9-28 16-28 9 38 17 38 9-40 17-40 9 36 16 36 9-26 15-26 8 18 14 18 7-10 12-10 5 2 13 2h56" />
      </svg>
      {state.phase === 'recording' ? (
        <>
          <h2>Speak now</h2>
          <p>One to three seconds of one voice are enough; longer is welcome.</p>
        </>
      ) : (
        <>
          <h2>Let it hear a voice</h2>
          <p>
            Drop an audio or video file anywhere on this page, choose one, or record a sentence. One person should be
            speaking.
          </p>
        </>
      )}
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
