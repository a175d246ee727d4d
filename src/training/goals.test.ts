import { describe, expect, it } from 'vitest';
import { isGoalMet, type ModelCard } from '../contract/model-card';
import { checkGoals } from './goals';
import { CONDITIONS } from './robustness/conditions';
import { createTestCard } from './test-card';

const BARE = createTestCard({ files: [], bytes: 0, parameters: 0 });
const spoilt = (condition: string, accuracy: number, changedLabels: number) => ({
  condition,
  accuracy,
  uar: 0,
  changedLabels,
});

/** What came of the goal whose words begin so. */
function check(card: ModelCard, beginning: string) {
  const goal = checkGoals(card).find(({ what }) => what.startsWith(beginning));
  return goal && { measured: goal.measured, isMet: isGoalMet(goal) };
}

describe('checkGoals', () => {
  it('says of a card without any figures that nothing was measured, and calls nothing met or missed', () => {
    const goals = checkGoals(BARE);
    expect(goals.length).toBeGreaterThan(5);
    expect(goals.map(({ measured }) => measured)).toEqual(goals.map(() => null));
    expect(goals.map(isGoalMet)).toEqual(goals.map(() => null));
  });

  it('finds the figures of the robustness table as it is measured', () => {
    const robustness = ['as recorded', ...CONDITIONS.map(({ name }) => name)].map((name, index) =>
      spoilt(name, 0.6 - index / 100, index / 50),
    );
    const card = { ...BARE, robustness };
    expect(check(card, 'accuracy lost')).toEqual({ measured: expect.closeTo(0.02) as number, isMet: true });
    expect(check(card, 'labels changed by a gain')).toEqual({ measured: 0.06, isMet: true });
    expect(check(card, 'labels changed by room tone')).toEqual({ measured: 0.14, isMet: false });
  });

  it('adds up the sounds in which nobody speaks, and takes the layer that moves least', () => {
    const notSpeech = [
      { sound: 'music', cases: 25, noSpeech: 1, uncertain: 24, named: {} },
      { sound: 'hum', cases: 25, noSpeech: 0, uncertain: 19, named: { sad: 6 } },
    ];
    const layer = { layer: 'a', meanOffset: 0.2, maskDeviation: 0, accuracyWithoutOffsets: 0 };
    const card = { ...BARE, notSpeech, deformation: [{ ...layer, meanOffset: 2 }, layer] };
    expect(check(card, 'music')).toEqual({ measured: 0.88, isMet: false });
    expect(check(card, 'mean offset')).toEqual({ measured: 0.2, isMet: false });
  });
});
