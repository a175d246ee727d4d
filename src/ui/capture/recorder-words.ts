import type { RecorderState } from '../../recognition/recorder-state';

/** Whether the microphone is open, being opened or being closed. */
export function isMicrophoneInUse({ phase }: RecorderState): boolean {
  return phase === 'asking' || phase === 'recording' || phase === 'paused' || phase === 'stopping';
}

/** What a screen reader says of the recorder. Trouble announces itself (`role="alert"`). */
export function describeRecorder({ phase }: RecorderState): string {
  switch (phase) {
    case 'idle':
    case 'failed':
    case 'interrupted':
      return '';
    case 'asking':
      return 'Waiting for the microphone.';
    case 'recording':
      return 'Recording. Press Stop when you are done.';
    case 'paused':
      return 'Paused.';
    case 'stopping':
      return 'Finishing the recording.';
  }
}
