import { describe, expect, it } from 'vitest';
import type { RecognitionState } from '../../recognition/recognition-state';
import {
  announceState,
  describeTimeLeft,
  describeWork,
  isWorking,
  measureWork,
  type WorkingState,
} from './phase-texts';

const fileName = 'voice.wav';
const values = new Float32Array(1);
const picture = { values, rows: 1, frames: 1, hopSec: 1 };
const partial = {
  durationSec: 1,
  pictures: {
    waveform: { extremes: values },
    logMelDb: picture,
    mfcc: picture,
    descriptors: { hopSec: 1, loudnessDbfs: values, centroidHz: values, zeroCrossingsPerSec: values },
  },
  timeline: [],
  model: { version: '1', uncertainBelow: 0.5 },
};

function decode(doneSec: number, totalSec: number | null): WorkingState {
  return { phase: 'decoding', fileName, doneSec, totalSec, timeLeftSec: null };
}

function infer(done: number, total: number): WorkingState {
  return { phase: 'inferring', fileName, done, total, timeLeftSec: null, partial };
}

describe('isWorking', () => {
  it.each<[RecognitionState, boolean]>([
    [{ phase: 'idle' }, false],
    [decode(0, null), true],
    [infer(0, 3), true],
    [{ phase: 'failed', fileName, error: { code: 'silent', message: '' }, kept: null }, false],
  ])('of %o is %s', (state, expected) => {
    expect(isWorking(state)).toBe(expected);
  });
});

describe('describeWork', () => {
  it('counts windows from one and never beyond the last', () => {
    expect(describeWork(infer(0, 3))).toContain('1 of 3');
    expect(describeWork(infer(3, 3))).toContain('3 of 3');
  });

  it('shows the per cent of the model', () => {
    expect(describeWork({ phase: 'loading-model', fileName, share: 0.426 })).toContain('43\u00a0%');
  });
});

describe('measureWork', () => {
  it('knows the share of what can be counted', () => {
    expect(measureWork({ phase: 'loading-model', fileName, share: 0.25 })).toBe(0.25);
    expect(measureWork(infer(1, 4))).toBe(0.25);
    expect(measureWork(infer(0, 0))).toBeNull();
    expect(measureWork(decode(3, null))).toBeNull();
    expect(measureWork(decode(3, 12))).toBe(0.25);
    // Containers round.
    expect(measureWork(decode(12.1, 12))).toBe(1);
  });
});

describe('announceState', () => {
  it('speaks a few times in a long step, not at every change', () => {
    const spoken = new Set<string>();
    for (let done = 0; done <= 400; done++) {
      spoken.add(announceState(infer(done, 400)));
      spoken.add(announceState({ phase: 'loading-model', fileName, share: done / 400 }));
    }
    expect(spoken.size).toBe(10);
  });

  it('leaves failures to their alert', () => {
    expect(announceState({ phase: 'failed', fileName, error: { code: 'silent', message: '' }, kept: null })).toBe('');
  });
});

describe('describeTimeLeft', () => {
  const decoding = (timeLeftSec: number | null): WorkingState => ({ ...decode(1, 2), timeLeftSec }) as WorkingState;

  it.each<[number | null, string]>([
    [null, ''],
    [0.3, 'about 5 s left'],
    [11, 'about 15 s left'],
    [89, 'about 90 s left'],
    [91, 'about 2 min left'],
    [600, 'about 10 min left'],
  ])('of %s s', (timeLeftSec, text) => {
    expect(describeTimeLeft(decoding(timeLeftSec))).toBe(text);
  });

  it('knows nothing of a download', () => {
    expect(describeTimeLeft({ phase: 'loading-model', fileName, share: 0.5 })).toBe('');
  });
});
