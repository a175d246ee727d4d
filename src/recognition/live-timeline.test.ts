import { describe, expect, it } from 'vitest';
import type { LiveVerdict } from './live-smoothing';
import { extendTimeline, type LiveStretch } from './live-timeline';

function grow(...windows: (readonly [verdict: LiveVerdict, endSec: number])[]): readonly LiveStretch[] {
  return windows.reduce<readonly LiveStretch[]>(
    (timeline, [verdict, endSec]) => extendTimeline(timeline, verdict, endSec, 0.5),
    [],
  );
}

describe('extendTimeline', () => {
  it('joins what is the same', () => {
    expect(grow(['silence', 0.5], ['silence', 1.02], ['sad', 1.5], ['sad', 2])).toEqual([
      { startSec: 0, endSec: 1.02, verdict: 'silence' },
      { startSec: 1.02, endSec: 2, verdict: 'sad' },
    ]);
  });

  it('leaves open what dropped windows would have told', () => {
    expect(grow(['sad', 0.5], ['sad', 2])).toEqual([
      { startSec: 0, endSec: 0.5, verdict: 'sad' },
      { startSec: 1.5, endSec: 2, verdict: 'sad' },
    ]);
  });

  it('takes no time twice', () => {
    expect(grow(['sad', 1], ['happy', 1])).toEqual(grow(['sad', 1]));
  });
});
