import { describe, expect, it } from 'vitest';
import type { Prediction } from '../contract/prediction';
import { createSeededRandom } from '../testing/seeded-random';
import { findSegments } from './find-segments';
import { GrowingSegments } from './growing-segments';

const model = { version: '1', uncertainBelow: 0.3 };

/** Windows of 3 s every 1.5 s, and after every so many a pause. */
function createTimeline(count: number, windowsInStretch: number): Prediction[] {
  const random = createSeededRandom(4);
  return Array.from({ length: count }, (_, index) => {
    const startSec = 1.5 * index + 2.5 * Math.floor(index / windowsInStretch);
    const weights = Array.from({ length: 8 }, () => random() ** 6);
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { startSec, endSec: startSec + 3, probabilities: weights.map((weight) => weight / sum) };
  });
}

describe('GrowingSegments', () => {
  it('says at every step what findSegments says', () => {
    const timeline = createTimeline(60, 7);
    const growing = new GrowingSegments();
    for (const count of [0, 1, 2, 6, 7, 8, 20, 21, 22, 59, 60]) {
      const judged = timeline.slice(0, count);
      expect(growing.update({ timeline: judged, model })).toEqual(findSegments({ timeline: judged, model }));
    }
  });

  it('goes on without a pause, nowhere twice and nowhere missing', () => {
    const timeline = createTimeline(450, 450);
    const growing = new GrowingSegments();
    for (let count = 50; count <= 450; count += 50) {
      const segments = growing.update({ timeline: timeline.slice(0, count), model });
      expect(segments[0]?.startSec).toBe(0);
      expect(segments.at(-1)?.endSec).toBeCloseTo(1.5 * (count - 1) + 3, 6);
      for (const [index, segment] of segments.slice(1).entries()) {
        expect(segment.startSec).toBeCloseTo(segments[index]?.endSec ?? NaN, 6);
        expect(segment.endSec).toBeGreaterThan(segment.startSec);
      }
    }
  });
});
