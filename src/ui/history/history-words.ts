import type { StorageProblem } from '../../storage/history-entry';

/** What a visitor reads when results cannot be kept. */
export const PROBLEM_TEXTS: Readonly<Record<StorageProblem, string>> = {
  blocked:
    'This browser keeps nothing for this page: its storage is switched off, or this is a private window. Results last until the page is closed; save those you need.',
  full: 'There is no room left on this device for the recording. The result is kept without it where there was room for that; delete older ones, or do not keep recordings.',
  newer:
    'These results were kept by a newer version of Undertone. Reload the page to get that version; nothing is lost.',
  failed: 'The kept results could not be read or changed. Reload the page and try again.',
};
