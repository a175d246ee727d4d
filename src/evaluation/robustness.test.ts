import { describe, expect, it } from 'vitest';
import type { JudgedClip } from './confusion';
import { scoreCondition } from './robustness';

const judge = (truth: number, predicted: number): JudgedClip => ({
  corpus: 'folder',
  speaker: null,
  truth,
  predicted,
});

describe('scoreCondition', () => {
  it('computes accuracy, UAR and the share of changed labels by hand', () => {
    const clips = [
      { recorded: judge(0, 0), predicted: 0 },
      { recorded: judge(0, 0), predicted: 3 },
      // Wrong before, right now.
      { recorded: judge(0, 3), predicted: 0 },
      { recorded: judge(0, 3), predicted: 3 },
      { recorded: judge(6, 6), predicted: 6 },
    ];
    expect(scoreCondition('noise', clips)).toEqual({
      condition: 'noise',
      accuracy: 3 / 5,
      uar: (2 / 4 + 1) / 2,
      changedLabels: 2 / 5,
    });
  });

  it('counts what became silent as wrong and changed, whatever is true', () => {
    const clips = [
      { recorded: judge(0, 0), predicted: null },
      { recorded: judge(1, 1), predicted: null },
      { recorded: judge(1, 1), predicted: 1 },
    ];
    expect(scoreCondition('quiet', clips)).toMatchObject({ accuracy: 1 / 3, uar: 1 / 4, changedLabels: 2 / 3 });
  });
});
