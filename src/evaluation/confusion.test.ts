import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { average, computeAccuracy, computeUar, countConfusion, type JudgedClip } from './confusion';

const judge = (truth: number, predicted: number): JudgedClip => ({
  corpus: 'folder',
  speaker: 'folder/1',
  truth,
  predicted,
});

describe('countConfusion', () => {
  it('counts true classes in rows, predicted ones in columns', () => {
    const confusion = countConfusion([judge(0, 0), judge(0, 7), judge(0, 7), judge(3, 2)]);
    expect(confusion).toHaveLength(EMOTIONS.length);
    expect(confusion[0]).toEqual([1, 0, 0, 0, 0, 0, 0, 2]);
    expect(confusion[3]).toEqual([0, 0, 1, 0, 0, 0, 0, 0]);
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(4);
  });

  it('agrees with the example of sklearn.metrics.confusion_matrix', () => {
    const truths = [2, 0, 2, 2, 0, 1];
    const predictions = [0, 0, 2, 2, 0, 2];
    const confusion = countConfusion(truths.map((truth, i) => judge(truth, predictions[i] ?? NaN)));
    expect(confusion.slice(0, 3).map((row) => row.slice(0, 3))).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [1, 0, 2],
    ]);
  });

  it.each([
    [8, 0],
    [0, -1],
    [0, 8],
    [0, NaN],
  ])('refuses class %d said to be %d', (truth, predicted) => {
    expect(() => countConfusion([judge(truth, predicted)])).toThrow(RangeError);
  });
});

describe('figures of a confusion matrix', () => {
  const confusion = [
    [3, 1, 0],
    [0, 0, 2],
    [0, 0, 0],
  ];

  it('have their definitions', () => {
    expect(computeAccuracy(confusion)).toBe(3 / 6);
    // The third class does not occur; the second is never met.
    expect(computeUar(confusion)).toBe((3 / 4 + 0) / 2);
    expect(average([1, 2, 6])).toBe(3);
  });

  it('agree with the example of sklearn.metrics.balanced_accuracy_score', () => {
    const truths = [0, 1, 0, 0, 1, 0];
    const predictions = [0, 1, 0, 0, 0, 1];
    expect(computeUar(countConfusion(truths.map((truth, i) => judge(truth, predictions[i] ?? NaN))))).toBe(0.625);
  });
});
