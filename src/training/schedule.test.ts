import { describe, expect, it } from 'vitest';
import { computeRateShare, hasStalled, type ScheduleConfig } from './schedule';

const CONFIG: ScheduleConfig = {
  kind: 'cosine',
  warmUpShare: 0.2,
  plateauFactor: 0.5,
  plateauPatienceEpochs: 2,
  restartEpoch: 0,
  restartShare: 0.5,
};

const rateShares = (config: ScheduleConfig, totalSteps = 100): number[] =>
  Array.from({ length: totalSteps }, (_, step) =>
    computeRateShare(config, { step, totalSteps, stepsPerEpoch: 10, history: [] }),
  );

describe('computeRateShare', () => {
  it('rises linearly, then falls along a cosine', () => {
    const shares = rateShares(CONFIG);
    expect(shares[0]).toBeCloseTo(1 / 20, 12);
    expect(shares[9]).toBeCloseTo(10 / 20, 12);
    expect(shares[19]).toBe(1);
    expect(shares[20]).toBe(1);
    // Half way down after half of the rest.
    expect(shares[60]).toBeCloseTo(0.5, 12);
    expect(shares[80]).toBeCloseTo(0.5 * (1 + Math.cos(0.75 * Math.PI)), 12);
    expect(shares[99]).toBeLessThan(1e-3);
  });

  it('falls linearly, or not at all', () => {
    expect(rateShares({ ...CONFIG, kind: 'linear' })[60]).toBeCloseTo(0.5, 12);
    expect(rateShares({ ...CONFIG, kind: 'linear' })[40]).toBeCloseTo(0.75, 12);
    expect(rateShares({ ...CONFIG, kind: 'constant' }).slice(19)).toEqual(new Array(81).fill(1));
  });

  it.each(['cosine', 'linear'] as const)('begins anew on a %s, and is till then what a shorter run is', (kind) => {
    const shares = rateShares({ ...CONFIG, kind, restartEpoch: 6 });
    expect(shares.slice(0, 60)).toEqual(rateShares({ ...CONFIG, kind }, 60));
    expect(shares[60]).toBe(0.5);
    expect(shares[80]).toBeCloseTo(0.25, 12);
    expect(shares[99]).toBeLessThan(0.02);
    // No longer than the first course: no restart.
    expect(rateShares({ ...CONFIG, kind, restartEpoch: 10 })).toEqual(rateShares({ ...CONFIG, kind }));
  });

  it('without warm-up begins at the top', () => {
    expect(rateShares({ ...CONFIG, warmUpShare: 0 })[0]).toBe(1);
  });

  it.each([
    [[], 1],
    [[1, 0.9, 0.8], 1],
    // One epoch without a new low is not yet a plateau, two are.
    [[1, 0.9, 0.95], 1],
    [[1, 0.9, 0.95, 0.9], 0.5],
    // Counted anew: two more epochs, another halving; a new low in between starts over.
    [[1, 0.9, 0.95, 0.9, 0.91], 0.5],
    [[1, 0.9, 0.95, 0.9, 0.91, 0.92], 0.25],
    [[1, 0.9, 0.95, 0.9, 0.85, 0.92], 0.5],
  ])('on a plateau, after validation losses of %j, is %f', (losses, share) => {
    const history = losses.map((valLoss) => ({ valLoss }));
    expect(
      computeRateShare({ ...CONFIG, kind: 'plateau' }, { step: 50, totalSteps: 100, stepsPerEpoch: 10, history }),
    ).toBe(share);
  });
});

describe('hasStalled', () => {
  it('counts epochs since the best one', () => {
    expect(hasStalled(9, 7, 3)).toBe(false);
    expect(hasStalled(10, 7, 3)).toBe(true);
    expect(hasStalled(1000, 1, 0)).toBe(false);
  });
});
