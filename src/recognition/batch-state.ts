import type { PlainError } from '../contract/errors';
import type { Analysis } from '../contract/prediction';

/** Where one file of a list stands. `share` is 0…1, `null` where nobody knows. */
export type BatchItemState =
  | { readonly status: 'waiting' }
  | { readonly status: 'reading'; readonly share: number | null }
  | { readonly status: 'analysing'; readonly share: number }
  | { readonly status: 'done'; readonly analysis: Analysis }
  | { readonly status: 'failed'; readonly error: PlainError }
  | { readonly status: 'cancelled' };

/** One file of a list. */
export interface BatchItem {
  readonly id: number;
  readonly file: File;
  /** Its name, with the folders it was in where it came with its folder. */
  readonly path: string;
  readonly state: BatchItemState;
}

/** A file to be put on the list. */
export type BatchFile = Pick<BatchItem, 'file' | 'path'>;

/** The list, in the order in which files came. */
export interface BatchState {
  readonly items: readonly BatchItem[];
}

/** Whether work on a file lies ahead or is under way. */
export function isPending({ status }: BatchItemState): boolean {
  return status === 'waiting' || status === 'reading' || status === 'analysing';
}
