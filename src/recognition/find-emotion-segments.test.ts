import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion } from '../contract/emotions';
import type { Prediction } from '../contract/prediction';
import { findEmotionSegments, summariseSegments } from './find-emotion-segments';

/** A moment of which one emotion has a probability, and the others the rest. */
function at(startSec: number, endSec: number, emotion: Emotion, probability = 0.9): Prediction {
  const others = (1 - probability) / (EMOTIONS.length - 1);
  return { startSec, endSec, probabilities: EMOTIONS.map((name) => (name === emotion ? probability : others)) };
}

describe('findEmotionSegments', () => {
  it('joins moments of the same emotion that touch, weighted by their duration', () => {
    const segments = findEmotionSegments([at(0, 1, 'sad', 0.9), at(1, 1.5, 'sad', 0.6), at(1.5, 2, 'happy')], 0.5);
    expect(segments).toMatchObject([
      { startSec: 0, endSec: 1.5, emotion: 'sad' },
      { startSec: 1.5, endSec: 2, emotion: 'happy' },
    ]);
    expect(segments[0]?.confidence).toBeCloseTo(0.8, 12);
    for (const { probabilities } of segments) {
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 12);
    }
  });

  it('cuts at silence', () => {
    const segments = findEmotionSegments([at(0, 1, 'sad'), at(1.4, 2, 'sad')], 0.5);
    expect(segments.map(({ startSec, endSec }) => [startSec, endSec])).toEqual([
      [0, 1],
      [1.4, 2],
    ]);
  });

  it('calls a segment uncertain by its mean, and keeps a moment of doubt within a sure one', () => {
    const doubt = [at(0, 1, 'sad', 0.8), at(1, 1.25, 'sad', 0.3), at(1.25, 2, 'sad', 0.8)];
    expect(findEmotionSegments(doubt, 0.5)).toMatchObject([{ startSec: 0, endSec: 2, emotion: 'sad' }]);
    expect(findEmotionSegments(doubt, 0.8)).toMatchObject([{ startSec: 0, endSec: 2, emotion: null }]);
    expect(findEmotionSegments(doubt, 0)).toMatchObject([{ emotion: 'sad' }]);
  });

  it('joins uncertain segments that touch, whatever they lean to', () => {
    const moments = [at(0, 1, 'sad', 0.3), at(1, 3, 'happy', 0.3), at(3, 4, 'happy', 0.3), at(4.5, 5, 'sad', 0.3)];
    const segments = findEmotionSegments(moments, 0.5);
    expect(segments).toMatchObject([
      { startSec: 0, endSec: 4, emotion: null },
      { startSec: 4.5, endSec: 5, emotion: null },
    ]);
    // Happy for three seconds of four.
    expect(segments[0]?.confidence).toBeCloseTo((3 * 0.3 + 0.1) / 4, 12);
  });

  it('finds nothing in nothing', () => {
    expect(findEmotionSegments([], 0.5)).toEqual([]);
  });
});

describe('summariseSegments', () => {
  it('gives every emotion its share of the spoken time, and the surest moment of each that occurs', () => {
    const segments = findEmotionSegments(
      [
        at(0, 3, 'sad', 0.6),
        at(4, 5, 'happy', 0.7),
        at(10, 12, 'sad', 0.95),
        at(12, 12.5, 'angry', 0.2),
        at(13, 14.5, 'calm', 0.8),
      ],
      0.5,
    );
    const { spokenSec, shares, moments } = summariseSegments(segments);
    expect(spokenSec).toBe(8);
    expect(shares.map(({ emotion }) => emotion)).toEqual([...EMOTIONS, null]);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    const find = (emotion: Emotion | null) => shares.find((entry) => entry.emotion === emotion);
    expect(find('sad')).toEqual({ emotion: 'sad', durationSec: 5, share: 0.625 });
    expect(find(null)).toEqual({ emotion: null, durationSec: 0.5, share: 0.0625 });
    expect(find('fear')).toEqual({ emotion: 'fear', durationSec: 0, share: 0 });
    expect(moments.map(({ emotion, startSec }) => [emotion, startSec])).toEqual([
      ['sad', 10],
      ['calm', 13],
      ['happy', 4],
    ]);
  });

  it('has no shares of silence', () => {
    const { spokenSec, shares, moments } = summariseSegments([]);
    expect(spokenSec).toBe(0);
    expect(shares.every(({ share }) => share === 0)).toBe(true);
    expect(moments).toEqual([]);
  });
});
