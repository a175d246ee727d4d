import { describe, expect, it } from 'vitest';
import { listMoments } from './moments';

const MODEL = { version: '1', uncertainBelow: 0.5 };
const HAPPY = [0.1, 0, 0, 0, 0.9, 0, 0, 0];
const ANGRY = [0.9, 0, 0, 0, 0.1, 0, 0, 0];
const UNSURE = [0.4, 0.2, 0, 0, 0.4, 0, 0, 0];

/** Predictions of three seconds each, with a second of silence between. */
const timeline = (...probabilities: readonly (readonly number[])[]) =>
  probabilities.map((ofWindow, index) => ({ startSec: 4 * index, endSec: 4 * index + 3, probabilities: ofWindow }));

describe('listMoments', () => {
  it('lists segments by when they are and what was heard', () => {
    const moments = listMoments({ timeline: timeline(HAPPY, ANGRY, UNSURE), model: MODEL });
    expect(moments.map(({ name }) => name)).toEqual([
      expect.stringMatching(/^0:00.* to 0:03.*, Happy 90\u00a0%$/),
      expect.stringMatching(/^0:04.*, Angry 90\u00a0%$/),
      expect.stringMatching(/^0:08.*, Uncertain, perhaps Angry 40\u00a0%$/),
    ]);
    expect(moments[1]?.probabilities[0]).toBeCloseTo(0.9, 12);
  });

  it('lists the windows where all of them say the same', () => {
    const overlapping = [0, 1.5, 3].map((startSec) => ({ startSec, endSec: startSec + 3, probabilities: HAPPY }));
    expect(listMoments({ timeline: overlapping, model: MODEL })).toHaveLength(3);
  });

  it('lists nothing of what is one moment', () => {
    expect(listMoments({ timeline: timeline(HAPPY), model: MODEL })).toEqual([]);
  });
});
