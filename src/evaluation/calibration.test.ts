import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import {
  applyTemperature,
  binByConfidence,
  calibrate,
  computeProbabilities,
  fitTemperature,
  meanCrossEntropy,
  measureCalibrationError,
  describeCertainty,
  type ClipLogits,
  type ClipProbabilities,
} from './calibration';
import { createRandom } from './random';
import { summarise } from './summarise';

/** A clip whose first emotion has this probability and is true or not; the others share the rest. */
function createVerdict(confidence: number, isRight: boolean): ClipProbabilities {
  const rest = (1 - confidence) / (EMOTIONS.length - 1);
  return { truth: isRight ? 0 : 3, probabilities: EMOTIONS.map((_, i) => (i === 0 ? confidence : rest)) };
}

/** Clips whose truth is drawn from the softmax of their logits, which are then multiplied by `overconfidence`. */
function createClips(count: number, overconfidence: number, windowsPerClip = 1): ClipLogits[] {
  const random = createRandom(7);
  return Array.from({ length: count }, () => {
    const windows = Array.from({ length: windowsPerClip }, (_, i) => ({
      startSec: i,
      endSec: i + 1 + random(),
      logits: EMOTIONS.map(() => 6 * (random() - 0.5)),
    }));
    const { probabilities } = applyTemperature({ truth: 0, windows }, 1);
    const draw = random();
    let sum = 0;
    const truth = probabilities.findIndex((probability) => (sum += probability) > draw);
    const scaled = windows.map((window) => ({ ...window, logits: window.logits.map((x) => overconfidence * x) }));
    return { truth: Math.max(0, truth), windows: scaled };
  });
}

describe('computeProbabilities', () => {
  it('is the softmax of the divided logits', () => {
    // e^(2/2) and e^(0/2).
    const [first, second] = computeProbabilities([2, 0], 2);
    expect(first).toBeCloseTo(Math.E / (Math.E + 1), 12);
    expect(second).toBeCloseTo(1 / (Math.E + 1), 12);
  });

  it('stays finite for large logits', () => {
    expect(computeProbabilities([5000, 0, -5000], 0.05)).toEqual([1, 0, 0]);
  });
});

describe('applyTemperature', () => {
  it('works in each window, and averages as the page does', () => {
    const windows = [
      { startSec: 0, endSec: 3, logits: [4, 0, 0, 0, 0, 0, 0, 0] },
      { startSec: 3, endSec: 4, logits: [0, 0, 0, 0, 0, 0, 8, 0] },
    ];
    const { probabilities } = applyTemperature({ truth: 0, windows }, 2);
    const expected = summarise(
      windows.map(({ startSec, endSec, logits }) => ({
        startSec,
        endSec,
        probabilities: computeProbabilities(
          logits.map((logit) => logit / 2),
          1,
        ),
      })),
    );
    expect(probabilities).toEqual(expected.probabilities);
    const peak = Math.exp(2) / (Math.exp(2) + 7);
    expect(probabilities[0]).toBeCloseTo((3 * peak + 1 / (Math.exp(4) + 7)) / 4, 12);
  });
});

describe('meanCrossEntropy', () => {
  it('is the mean of −ln p of the truth', () => {
    const clips = [
      { truth: 0, probabilities: [0.5, 0.5] },
      { truth: 1, probabilities: [0.75, 0.25] },
    ];
    expect(meanCrossEntropy(clips)).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 12);
  });
});

describe('fitTemperature', () => {
  it.each([0.5, 1, 2.5])('recovers that logits were multiplied by %f', (overconfidence) => {
    // The estimate's own deviation over 4,000 clips is some two per cent.
    expect(fitTemperature(createClips(4000, overconfidence)) / overconfidence).toBeCloseTo(1, 1);
  });

  it('recovers it through the average over windows', () => {
    expect(fitTemperature(createClips(4000, 2.5, 3)) / 2.5).toBeCloseTo(1, 1);
  });

  it('finds the lowest loss', () => {
    const clips = createClips(300, 3);
    const lossAt = (temperature: number): number =>
      meanCrossEntropy(clips.map((clip) => applyTemperature(clip, temperature)));
    const best = fitTemperature(clips);
    for (const factor of [0.5, 0.99, 1.01, 2]) expect(lossAt(best)).toBeLessThan(lossAt(factor * best));
  });

  it('refuses an empty set', () => {
    expect(() => fitTemperature([])).toThrow(RangeError);
  });
});

describe('calibration error', () => {
  it('is computed by hand', () => {
    // Bin 13 of 15, 0.8 to 0.8667: confidence 0.85 and 0.81, one of two right: |0.83 − 0.5|.
    // Bin 8, 0.4667 to 0.5333: 0.5, right: |0.5 − 1|. Bin 15: 1, right: 0.
    const clips = [
      createVerdict(0.85, true),
      createVerdict(0.81, false),
      createVerdict(0.5, true),
      createVerdict(1, true),
    ];
    const bins = binByConfidence(clips);
    expect(bins).toHaveLength(15);
    expect(bins.flatMap(({ clips: count }, index) => (count > 0 ? [[index + 1, count]] : []))).toEqual([
      [8, 1],
      [13, 2],
      [15, 1],
    ]);
    expect(bins[12]).toMatchObject({ low: 12 / 15, high: 13 / 15, accuracy: 0.5 });
    expect(bins[12]?.confidence).toBeCloseTo(0.83, 12);
    expect(measureCalibrationError(bins)).toBeCloseTo((2 * 0.33 + 0.5 + 0) / 4, 12);
  });

  it('puts every clip into one bin, at its upper end too', () => {
    const clips = Array.from({ length: 16 }, (_, i) => createVerdict(Math.max(1 / 8, i / 15), true));
    const bins = binByConfidence(clips);
    expect(bins.reduce((sum, { clips: count }) => sum + count, 0)).toBe(16);
    expect(bins[2]?.clips).toBe(1);
  });
});

describe('describeCertainty', () => {
  const clips = [
    createVerdict(0.9, true),
    createVerdict(0.6, false),
    createVerdict(0.5, true),
    createVerdict(0.4, false),
  ];

  it('counts what is at or above the threshold', () => {
    expect(describeCertainty(clips)).toMatchObject({ coverage: 3 / 4, accuracyWhenCertain: 2 / 3 });
    expect(describeCertainty(clips, 0)).toMatchObject({ coverage: 1, accuracyWhenCertain: 1 / 2 });
  });

  it('says 0 when all are uncertain', () => {
    expect(describeCertainty(clips, 0.95)).toMatchObject({ coverage: 0, accuracyWhenCertain: 0 });
  });
});

describe('calibrate', () => {
  it('mends overconfidence', () => {
    const { temperature, eceBefore, eceAfter, bins, uncertainBelow, coverage, accuracyWhenCertain } = calibrate(
      createClips(4000, 3),
    );
    expect(temperature).toBeCloseTo(3, 0);
    expect(eceBefore).toBeGreaterThan(0.15);
    // Chance alone leaves about 1 / √(clips of a bin) in each bin.
    expect(eceAfter).toBeLessThan(0.03);
    expect(bins.reduce((sum, { clips }) => sum + clips, 0)).toBe(4000);
    // Calibrated, so that of the clips above one half more than half are right.
    expect(uncertainBelow).toBe(0.5);
    expect(accuracyWhenCertain).toBeGreaterThan(0.5);
    expect(coverage).toBeGreaterThan(0);
    expect(coverage).toBeLessThan(1);
  });
});
