import type { PlainError } from '../contract/errors';

/** The microphone of a recording under way. */
export interface RecordingMicrophone {
  /** Empty where the browser does not tell. */
  readonly label: string;
  /** Name of the chosen microphone when it was not there and the browser's choice took its place. */
  readonly insteadOf: string | null;
}

/** Where the recorder stands: exactly one of these at a time. */
export type RecorderState =
  /** `lastFile` is the latest recording, to be saved. */
  | { readonly phase: 'idle'; readonly lastFile: File | null }
  /** The browser is asking for the microphone. */
  | { readonly phase: 'asking' }
  | { readonly phase: 'recording'; readonly microphone: RecordingMicrophone }
  | { readonly phase: 'paused'; readonly microphone: RecordingMicrophone }
  /** The last samples are being fetched and the file is written. */
  | { readonly phase: 'stopping' }
  /** The recording ended without the visitor; what was recorded is kept. `full`: as much as is kept at most. */
  | { readonly phase: 'interrupted'; readonly reason: 'unplugged' | 'full'; readonly file: File }
  | { readonly phase: 'failed'; readonly error: PlainError };
