import { describe, expect, it } from 'vitest';
import type { RecognitionState } from '../../recognition/recognition-state';
import { announceState, describeWork, isWorking, measureWork } from './phase-texts';

const fileName = 'voice.wav';

describe('isWorking', () => {
  it.each<[RecognitionState, boolean]>([
    [{ phase: 'idle' }, false],
    [{ phase: 'opening-microphone' }, false],
    [{ phase: 'recording', startedAtMs: 0 }, false],
    [{ phase: 'decoding', fileName }, true],
    [{ phase: 'inferring', fileName, done: 0, total: 3 }, true],
    [{ phase: 'failed', fileName, error: { code: 'silent', message: '' } }, false],
  ])('of %o is %s', (state, expected) => {
    expect(isWorking(state)).toBe(expected);
  });
});

describe('describeWork', () => {
  it('counts windows from one and never beyond the last', () => {
    expect(describeWork({ phase: 'inferring', fileName, done: 0, total: 3 })).toContain('1 of 3');
    expect(describeWork({ phase: 'inferring', fileName, done: 3, total: 3 })).toContain('3 of 3');
  });

  it('shows the per cent of the model', () => {
    expect(describeWork({ phase: 'loading-model', fileName, share: 0.426 })).toContain('43\u00a0%');
  });
});

describe('measureWork', () => {
  it('knows shares of the model and of the windows only', () => {
    expect(measureWork({ phase: 'loading-model', fileName, share: 0.25 })).toBe(0.25);
    expect(measureWork({ phase: 'inferring', fileName, done: 1, total: 4 })).toBe(0.25);
    expect(measureWork({ phase: 'inferring', fileName, done: 0, total: 0 })).toBeNull();
    expect(measureWork({ phase: 'decoding', fileName })).toBeNull();
  });
});

describe('announceState', () => {
  it('speaks a few times in a long step, not at every change', () => {
    const spoken = new Set<string>();
    for (let done = 0; done <= 400; done++) {
      spoken.add(announceState({ phase: 'inferring', fileName, done, total: 400 }));
      spoken.add(announceState({ phase: 'loading-model', fileName, share: done / 400 }));
    }
    expect(spoken.size).toBe(10);
  });

  it('leaves failures to their alert', () => {
    expect(announceState({ phase: 'failed', fileName, error: { code: 'silent', message: '' } })).toBe('');
  });
});
