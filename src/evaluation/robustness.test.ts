import { describe, expect, it } from 'vitest';
import type { JudgedClip } from './confusion';
import { scoreCondition, type SpoiltVerdict } from './robustness';

const judge = (truth: number, predicted: number, confidence = 0.4): JudgedClip & SpoiltVerdict => ({
  corpus: 'folder',
  speaker: null,
  truth,
  predicted,
  confidence,
});
const say = (predicted: number, confidence = 0.4): SpoiltVerdict => ({ predicted, confidence });

describe('scoreCondition', () => {
  it('computes accuracy, UAR and the share of changed labels by hand', () => {
    const clips = [
      { recorded: judge(0, 0), spoilt: say(0) },
      { recorded: judge(0, 0), spoilt: say(3) },
      // Wrong before, right now.
      { recorded: judge(0, 3), spoilt: say(0) },
      { recorded: judge(0, 3), spoilt: say(3) },
      { recorded: judge(6, 6), spoilt: say(6) },
    ];
    expect(scoreCondition('noise', clips)).toEqual({
      condition: 'noise',
      accuracy: 3 / 5,
      uar: (2 / 4 + 1) / 2,
      changedLabels: 2 / 5,
      contradictions: 0,
    });
  });

  it('counts what became silent as wrong and changed, whatever is true', () => {
    const clips = [
      { recorded: judge(0, 0), spoilt: null },
      { recorded: judge(1, 1), spoilt: null },
      { recorded: judge(1, 1), spoilt: say(1) },
    ];
    expect(scoreCondition('quiet', clips)).toMatchObject({ accuracy: 1 / 3, uar: 1 / 4, changedLabels: 2 / 3 });
  });

  it('counts as contradictions what is certain before and after, of different emotions', () => {
    const clips = [
      { recorded: judge(0, 0, 0.5), spoilt: say(3, 0.5) },
      { recorded: judge(0, 0, 0.9), spoilt: say(3, 0.49) },
      { recorded: judge(0, 0, 0.49), spoilt: say(3, 0.9) },
      { recorded: judge(0, 3, 0.9), spoilt: say(3, 0.9) },
      { recorded: judge(0, 3, 0.9), spoilt: null },
    ];
    expect(scoreCondition('noise', clips)).toMatchObject({ changedLabels: 4 / 5, contradictions: 1 / 5 });
  });
});
