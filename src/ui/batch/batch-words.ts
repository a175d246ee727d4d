import { isPending, type BatchItem, type BatchItemState } from '../../recognition/batch-state';
import { ERROR_TEXTS } from '../error-texts';
import { formatPercent } from '../format';

/** What the list says of a file. */
export function describeItem(state: BatchItemState): string {
  switch (state.status) {
    case 'waiting':
      return 'Waiting';
    case 'reading':
      return state.share === null ? 'Reading' : `Reading, ${formatPercent(state.share)}`;
    case 'analysing':
      return `Listening, ${formatPercent(state.share)}`;
    case 'done':
      return 'Done';
    case 'failed':
      return ERROR_TEXTS[state.error.code].title;
    case 'cancelled':
      return 'Cancelled';
  }
}

/** How many files of a list stand where. */
export interface BatchCounts {
  readonly total: number;
  readonly pending: number;
  readonly done: number;
  readonly failed: number;
  readonly cancelled: number;
}

/** Counts a list. */
export function countItems(items: readonly BatchItem[]): BatchCounts {
  const count = (isCounted: (state: BatchItemState) => boolean): number =>
    items.filter(({ state }) => isCounted(state)).length;
  return {
    total: items.length,
    pending: count(isPending),
    done: count(({ status }) => status === 'done'),
    failed: count(({ status }) => status === 'failed'),
    cancelled: count(({ status }) => status === 'cancelled'),
  };
}

/** Counts in words: `12 of 30 done, 1 failed`. */
export function describeCounts({ total, done, failed, cancelled }: BatchCounts): string {
  const parts = [`${done} of ${total} done`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (cancelled > 0) parts.push(`${cancelled} cancelled`);
  return parts.join(', ');
}

/** What a screen reader says of the list: at its beginning, at each quarter and at its end, not at every file. */
export function announceCounts(counts: BatchCounts): string {
  const { total, pending } = counts;
  if (total === 0) return '';
  if (pending === 0) return `Finished: ${describeCounts(counts)}.`;
  const quarters = Math.floor((4 * (total - pending)) / total);
  return quarters === 0 ? `Working on ${total} files.` : `${25 * quarters} per cent of ${total} files are through.`;
}
