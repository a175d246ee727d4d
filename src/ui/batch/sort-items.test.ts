import { describe, expect, it } from 'vitest';
import { EMOTIONS, indexOfEmotion, type Emotion } from '../../contract/emotions';
import type { Analysis } from '../../contract/prediction';
import type { BatchItem, BatchItemState } from '../../recognition/batch-state';
import { pressColumn, sortItems, type SortOrder } from './sort-items';

function createItem(id: number, path: string, state: BatchItemState): BatchItem {
  return { id, path, file: new File([], path), state };
}

function createDone(id: number, path: string, emotion: Emotion, confidence: number, durationSec: number): BatchItem {
  const probabilities = EMOTIONS.map((_, index) => (index === indexOfEmotion(emotion) ? confidence : 0.01));
  const parts: Partial<Analysis> = { emotion, probabilities, durationSec };
  // The rest of an analysis is not sorted by.
  return createItem(id, path, { status: 'done', analysis: parts as Analysis });
}

const ITEMS = [
  createDone(1, 'take 10.wav', 'sad', 0.5, 3),
  createItem(2, 'take 9.wav', { status: 'waiting' }),
  createDone(3, 'Take 2.wav', 'angry', 0.9, 1),
  createItem(4, 'a.wav', { status: 'reading', share: null }),
];

function sortIds(order: SortOrder | null): number[] {
  return sortItems(ITEMS, order).map(({ id }) => id);
}

describe('sortItems', () => {
  it.each<[SortOrder | null, number[]]>([
    [null, [1, 2, 3, 4]],
    [{ key: 'file', descending: false }, [4, 3, 2, 1]],
    [{ key: 'file', descending: true }, [1, 2, 3, 4]],
    [{ key: 'duration', descending: false }, [3, 1, 2, 4]],
    [{ key: 'duration', descending: true }, [1, 3, 2, 4]],
    [{ key: 'confidence', descending: true }, [3, 1, 2, 4]],
    [{ key: 'emotion', descending: false }, [3, 1, 2, 4]],
    [{ key: 'sad', descending: true }, [1, 3, 2, 4]],
    [{ key: 'state', descending: false }, [4, 2, 1, 3]],
  ])('in the order %j', (order, ids) => {
    expect(sortIds(order)).toEqual(ids);
  });
});

describe('pressColumn', () => {
  it('turns a column round at the second press', () => {
    const first = pressColumn(null, 'file');
    expect(first).toEqual({ key: 'file', descending: false });
    expect(pressColumn(first, 'file')).toEqual({ key: 'file', descending: true });
    expect(pressColumn(first, 'confidence')).toEqual({ key: 'confidence', descending: true });
    expect(pressColumn(first, 'happy')).toEqual({ key: 'happy', descending: true });
  });
});
