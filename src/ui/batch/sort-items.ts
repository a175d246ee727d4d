import { EMOTIONS, indexOfEmotion, type Emotion } from '../../contract/emotions';
import type { BatchItem, BatchItemState } from '../../recognition/batch-state';

/** What a list of files can be sorted by. */
export type SortKey = 'file' | 'duration' | 'emotion' | 'confidence' | 'state' | Emotion;

/** A column, and which way. */
export interface SortOrder {
  readonly key: SortKey;
  readonly descending: boolean;
}

const STATUS_RANKS: Readonly<Record<BatchItemState['status'], number>> = {
  analysing: 0,
  reading: 1,
  waiting: 2,
  failed: 3,
  cancelled: 4,
  done: 5,
};

/**
 * Sorts a list of files; equals stay in their order, and what has no value for the column comes last either way.
 *
 * @param order `null` for the order in which the files came
 */
export function sortItems(items: readonly BatchItem[], order: SortOrder | null): readonly BatchItem[] {
  if (order === null) return items;
  const direction = order.descending ? -1 : 1;
  return [...items].sort((one, other) => {
    const left = readValue(one, order.key);
    const right = readValue(other, order.key);
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    if (typeof left === 'string' || typeof right === 'string') {
      return direction * String(left).localeCompare(String(right), undefined, { numeric: true, sensitivity: 'base' });
    }
    return direction * (left - right);
  });
}

/** The order after a press on a column's heading: ascending names and descending figures first, then the other way. */
export function pressColumn(order: SortOrder | null, key: SortKey): SortOrder {
  if (order?.key === key) return { key, descending: !order.descending };
  return { key, descending: key === 'confidence' || key === 'duration' || EMOTIONS.some((emotion) => emotion === key) };
}

function readValue({ path, state }: BatchItem, key: SortKey): string | number | null {
  if (key === 'file') return path;
  if (key === 'state') return STATUS_RANKS[state.status];
  if (state.status !== 'done') return null;
  const { durationSec, emotion, probabilities } = state.analysis;
  switch (key) {
    case 'duration':
      return durationSec;
    case 'emotion':
      return emotion;
    case 'confidence':
      return Math.max(...probabilities);
    default:
      return probabilities[indexOfEmotion(key)] ?? null;
  }
}
