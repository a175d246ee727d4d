import type { PlainError } from '../contract/errors';
import type { Analysis, BackendName } from '../contract/prediction';

/** What a visitor may ask for with `?backend=`; `auto` lets the machine decide. */
export type BackendChoice = BackendName | 'auto';

/** Where one analysis stands: exactly one of these at a time. */
export type RecognitionState =
  | { readonly phase: 'idle' }
  /** The browser is asking for the microphone. */
  | { readonly phase: 'opening-microphone' }
  /** `startedAtMs` is on the clock of `performance.now()`. */
  | { readonly phase: 'recording'; readonly startedAtMs: number }
  | { readonly phase: 'decoding'; readonly fileName: string }
  | { readonly phase: 'extracting-features'; readonly fileName: string }
  /** `share` of the model's bytes that are here, 0…1. */
  | { readonly phase: 'loading-model'; readonly fileName: string; readonly share: number }
  | { readonly phase: 'inferring'; readonly fileName: string; readonly done: number; readonly total: number }
  /** `audio` is what the visitor gave or recorded, for the player. */
  | { readonly phase: 'done'; readonly analysis: Analysis; readonly audio: Blob }
  | { readonly phase: 'failed'; readonly fileName: string | null; readonly error: PlainError };
