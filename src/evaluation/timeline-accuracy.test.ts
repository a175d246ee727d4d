import { describe, expect, it } from 'vitest';
import { EMOTIONS, type Emotion } from '../contract/emotions';
import type { Prediction } from '../contract/prediction';
import { scoreTimeline } from './timeline-accuracy';

function judge(startSec: number, endSec: number, emotion: Emotion): Prediction {
  return { startSec, endSec, probabilities: EMOTIONS.map((name) => (name === emotion ? 0.9 : 0.1 / 7)) };
}

describe('scoreTimeline', () => {
  it('shares the time out among right, wrong, missed and outside', () => {
    const spans = [
      { startSec: 1, endSec: 4, emotion: 'sad' },
      { startSec: 4.5, endSec: 5, emotion: 'happy' },
      { startSec: 8, endSec: 9, emotion: 'calm' },
    ] as const;
    const timeline = [
      judge(0.5, 2, 'sad'), // 0.5 outside, 1 right
      judge(2, 3, 'happy'), // 1 wrong
      judge(3.5, 4.75, 'sad'), // 0.5 right, 0.5 outside, 0.25 wrong
      judge(20, 21, 'calm'), // 1 outside
    ];
    const { judgedSecBySpan, ...accuracy } = scoreTimeline(timeline, spans);
    expect(judgedSecBySpan).toEqual([2.5, 0.25, 0]);
    expect(accuracy).toEqual({ judgedSec: 2.75, rightSec: 1.5, missedSec: 1.75, outsideSec: 2 });
  });

  it('knows what nothing is', () => {
    const nothing = { judgedSec: 0, rightSec: 0, missedSec: 0, outsideSec: 0, judgedSecBySpan: [] };
    expect(scoreTimeline([], [])).toEqual(nothing);
    expect(scoreTimeline([judge(0, 2, 'sad')], [])).toEqual({ ...nothing, outsideSec: 2 });
    expect(scoreTimeline([], [{ startSec: 0, endSec: 2, emotion: 'sad' }])).toMatchObject({ missedSec: 2 });
  });
});
