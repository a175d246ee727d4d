import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { Recorder } from '../../recognition/recorder';
import { toHash } from '../navigation/route';
import { isMicrophoneInUse } from './recorder-words';

/** Keeps an open microphone in view on the other screens, with the way back to its controls. */
export function RecordingNotice({
  recorder,
  isElsewhere,
}: {
  readonly recorder: Recorder;
  readonly isElsewhere: boolean;
}) {
  const isInUse = useStore(recorder.store, isMicrophoneInUse);
  const hasSound = useStore(
    recorder.store,
    ({ phase }) => phase === 'recording' || phase === 'paused' || phase === 'interrupted',
  );
  useWarningBeforeLeaving(hasSound);
  if (!isElsewhere || !isInUse) return null;
  return (
    <div className="page" role="status">
      <p className="panel recording-notice" data-testid="recording-notice">
        <span className="recording-dot" aria-hidden="true" />
        <span>
          The microphone is still on. <a href={toHash({ page: 'start' })}>Back to the recording</a>
        </span>
      </p>
    </div>
  );
}

/** What was said cannot be said again: the browser asks before it closes the page. */
function useWarningBeforeLeaving(hasSound: boolean): void {
  useEffect(() => {
    if (!hasSound) return undefined;
    const warn = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => {
      window.removeEventListener('beforeunload', warn);
    };
  }, [hasSound]);
}
