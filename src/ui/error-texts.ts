import type { ErrorCode } from '../contract/errors';

/** What a visitor reads when something failed: what happened, and the way out. Whole sentences. */
export interface ErrorText {
  readonly title: string;
  readonly advice: string;
}

/** The words for every error code. The type keeps the list complete. */
export const ERROR_TEXTS: Readonly<Record<ErrorCode, ErrorText>> = {
  'decode-error': {
    title: 'This file could not be read as audio.',
    advice:
      'It may be empty, cut off, protected, or in a format this browser does not know. WAV, MP3, M4A, FLAC and Ogg usually work: convert it to one of these, or record your voice here instead.',
  },
  'too-short': {
    title: 'This recording is too short to judge.',
    advice: 'A sentence of one to three seconds works best. Please try a longer recording.',
  },
  silent: {
    title: 'No speech was heard in this recording.',
    advice:
      'It is silent, or too quiet to tell from the noise. Check that the microphone is not muted, move closer, and try again.',
  },
  'not-finite': {
    title: 'This file holds damaged samples.',
    advice:
      'Some of its values are not numbers, which happens when an export goes wrong. Export the file again, for instance as 16-bit WAV, and try once more.',
  },
  'microphone-denied': {
    title: 'The microphone is blocked for this page.',
    advice:
      'Allow it in the site settings, which open from the icon beside the address, and press Record again. Choosing a file works without a microphone.',
  },
  'microphone-missing': {
    title: 'No microphone was found.',
    advice: 'Plug one in or switch it on, and press Record again. Choosing a file works without a microphone.',
  },
  'microphone-busy': {
    title: 'The microphone could not be started.',
    advice:
      'Another program may be holding it, a video call for example. Close that program and press Record again, or choose a file.',
  },
  'microphone-unplugged': {
    title: 'The microphone was unplugged.',
    advice:
      'Plug it in again, or pick another one in the microphone settings, and press Record. Choosing a file works without a microphone.',
  },
  'microphone-insecure': {
    title: 'Recording needs a secure address.',
    advice:
      'Browsers give the microphone to pages whose address begins with https only. Open this page that way, or choose a file: that works here as well.',
  },
  'microphone-unsupported': {
    title: 'This browser cannot record.',
    advice:
      'Recording needs AudioWorklet, which every current browser has: update this one, or record with another app and choose the file here.',
  },
  'model-unavailable': {
    title: 'The model could not be loaded.',
    advice: 'Check your connection and try again. The model is fetched with the page; your recording is not sent.',
  },
  'model-mismatch': {
    title: 'The model does not fit this version of the page.',
    advice:
      'Part of the page is probably an older copy. Reload it; if that does not help, clear this site’s stored data and reload once more.',
  },
  'backend-unavailable': {
    title: 'This browser cannot run the model.',
    advice:
      'It needs WebGL 2 or WebAssembly, and neither could be started. Update the browser or try another one. If the address names a backend, remove that part.',
  },
  'inference-failed': {
    title: 'The model failed while it was listening.',
    advice:
      'The graphics processor may have been interrupted. Please try again; adding ?backend=wasm to the address does without it.',
  },
  'worker-died': {
    title: 'A background task stopped before it was done.',
    advice: 'The device may be short of memory. Close other tabs, or try a shorter recording.',
  },
  'page-incomplete': {
    title: 'Part of the page did not arrive.',
    advice: 'Check the connection, reload the page, and try again. Your recording is still only on this device.',
  },
  unexpected: {
    title: 'Something went wrong that this page did not foresee.',
    advice: 'Please try again. If it happens with this recording every time, the details below help to find the fault.',
  },
};

/** The words for a recording that ended without the visitor; what was recorded is kept. */
export const INTERRUPTION_TEXTS: Readonly<Record<'unplugged' | 'full', ErrorText>> = {
  unplugged: {
    title: 'The microphone was unplugged.',
    advice: 'What was recorded until then is kept: analyse it, or save it as a file.',
  },
  full: {
    title: 'The recording is as long as it can get.',
    advice: 'It has reached a gigabyte and was stopped. All of it is kept: analyse it, or save it as a file.',
  },
};
