/** A part that a visitor picks, and what was heard in it, in words: pure. */
import type { TimeSpan } from '../../contract/features';
import { MIN_RECORDING_SEC } from '../../contract/pcm';
import type { SelectionState } from '../../recognition/recognition-state';
import { ERROR_TEXTS } from '../error-texts';
import { formatMoment } from '../format';
import { wordVerdict } from './verdict-words';

/** A part is picked to hundredths of a second: what the fields say is what is judged. */
const STEPS_PER_SEC = 100;

/** Rounds a part as the fields show it. */
export function roundPart({ startSec, endSec }: TimeSpan): TimeSpan {
  const round = (timeSec: number): number => Math.round(timeSec * STEPS_PER_SEC) / STEPS_PER_SEC;
  return { startSec: round(startSec), endSec: round(endSec) };
}

/** What two fields say: a part, or why it is none, in a sentence. */
export function readPart(from: string, to: string, durationSec: number): TimeSpan | string {
  const [startSec, endSec] = [from, to].map((text) => (text.trim() === '' ? NaN : Number(text)));
  if (startSec === undefined || endSec === undefined || Number.isNaN(startSec) || Number.isNaN(endSec)) {
    return 'Give both ends of the part, in seconds.';
  }
  // The end is rounded in its field.
  if (startSec < 0 || endSec > durationSec + 1 / STEPS_PER_SEC) {
    return `The recording goes from 0 to ${durationSec.toFixed(2)} s.`;
  }
  if (endSec - startSec < MIN_RECORDING_SEC) {
    return `A part has to end after it begins, by at least ${MIN_RECORDING_SEC} s.`;
  }
  return { startSec, endSec };
}

/** What was heard in a part, in one breath. */
export function wordSelection(selection: SelectionState, uncertainBelow: number): string {
  const part = `${formatMoment(selection.span.startSec)} to ${formatMoment(selection.span.endSec)}`;
  switch (selection.status) {
    case 'analysing':
      return `Listening to ${part}.`;
    case 'done': {
      const { opening, adjective, share, explanation } = wordVerdict(selection.probabilities, uncertainBelow);
      return `${part}: ${opening} ${adjective}. The model gives this ${share}. ${explanation}`;
    }
    case 'failed':
      return `${part}: ${wordFailure(selection)}`;
  }
}

function wordFailure({ error: { code } }: Extract<SelectionState, { readonly status: 'failed' }>): string {
  if (code === 'silent') return 'no speech was heard in this part.';
  if (code === 'too-short')
    return `this part is too short to judge: at least ${MIN_RECORDING_SEC} s of sound are needed.`;
  const { title, advice } = ERROR_TEXTS[code];
  return `${title} ${advice}`;
}
