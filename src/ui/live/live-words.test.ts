import { describe, expect, it } from 'vitest';
import type { LiveReading } from '../../recognition/live-state';
import { announceReading, NO_ANNOUNCEMENT, summariseTimeline, type Announcement } from './live-words';

const HAPPY = [0, 0.25, 0, 0, 0.75, 0, 0, 0];

function announce(readings: readonly LiveReading[]): Announcement[] {
  let last = NO_ANNOUNCEMENT;
  return readings.map((reading) => (last = announceReading(last, reading)));
}

describe('announceReading', () => {
  it('speaks a change once, with its figure', () => {
    const [first, second] = announce([
      { endSec: 3, verdict: 'happy', probabilities: HAPPY },
      { endSec: 9, verdict: 'happy', probabilities: HAPPY },
    ]);
    expect(first?.text).toBe('Happy, 75\u00a0%.');
    expect(second).toBe(first);
  });

  it('speaks every five seconds at most, and then what is heard at that time', () => {
    const verdicts = ['happy', 'silence', 'uncertain', 'silence'] as const;
    const readings = Array.from({ length: 41 }, (_, i): LiveReading => {
      return { endSec: i / 2, verdict: verdicts[i % 4] ?? 'silence', probabilities: HAPPY };
    });
    const announced = [...new Set(announce(readings))];
    expect(announced.length).toBeGreaterThan(2);
    announced.slice(1).forEach(({ atSec }, index) => {
      expect(atSec - (announced[index]?.atSec ?? NaN)).toBeGreaterThanOrEqual(5);
    });
    expect(announced.map(({ text }) => text)).toContain('Uncertain.');
  });

  it('begins anew with a new recording', () => {
    const [, second] = announce([
      { endSec: 60, verdict: 'happy', probabilities: HAPPY },
      { endSec: 0.5, verdict: 'silence', probabilities: null },
    ]);
    expect(second?.text).toBe('Silence.');
  });
});

describe('summariseTimeline', () => {
  it('shares the time out, the largest first', () => {
    const summary = summariseTimeline([
      { startSec: 0, endSec: 1, verdict: 'silence' },
      { startSec: 1, endSec: 3, verdict: 'sad' },
      { startSec: 3, endSec: 4, verdict: 'silence' },
      { startSec: 4, endSec: 5, verdict: 'sad' },
    ]);
    expect(summary).toBe('Sad 60\u00a0%, Silence 40\u00a0% of the time.');
  });

  it('has words for nothing', () => {
    expect(summariseTimeline([])).toBe('Nothing heard so far.');
  });
});
