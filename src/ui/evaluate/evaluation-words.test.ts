import { describe, expect, it } from 'vitest';
import { announceEvaluation, describeCorpora, describeProgress, describeSkipped } from './evaluation-words';

const PROGRESS = { modelShare: 1, done: 120, total: 1200, skipped: 0, timeLeftSec: null };

describe('describeCorpora', () => {
  it('counts recordings and speakers of each, and no speakers where none is known', () => {
    const clips = [
      { corpus: 'ravdess', speaker: 'ravdess/01' },
      { corpus: 'ravdess', speaker: 'ravdess/02' },
      { corpus: 'ravdess', speaker: 'ravdess/02' },
      { corpus: 'folder', speaker: null },
    ];
    expect(describeCorpora(clips)).toBe('Folder of recordings (1 recording), RAVDESS (3 recordings, 2 speakers)');
  });
});

describe('describeProgress', () => {
  it('says how far it is, and how long it will take when that is known', () => {
    expect(describeProgress({ ...PROGRESS, modelShare: 0.25 })).toBe('Loading the model, 25\u00a0%');
    expect(describeProgress(PROGRESS)).toBe('120 of 1,200 recordings');
    expect(describeProgress({ ...PROGRESS, skipped: 2, timeLeftSec: 90 })).toBe(
      '120 of 1,200 recordings, 2 of them unusable, about 1 min 30 s left',
    );
  });
});

describe('describeSkipped', () => {
  it('uses the words of the page where it has any', () => {
    expect(describeSkipped({ path: 'a', reason: 'Expected speech.', code: 'silent' })).toMatch(/No speech was heard/);
    expect(describeSkipped({ path: 'a', reason: 'The same sound as b.', code: null })).toBe('The same sound as b.');
  });
});

describe('announceEvaluation', () => {
  it('speaks a few times, not at every recording', () => {
    const plan = { clips: [], skipped: [] };
    const spoken = new Set<string>();
    for (let done = 0; done < 1200; done++) {
      spoken.add(announceEvaluation({ phase: 'judging', plan, progress: { ...PROGRESS, done } }));
    }
    expect(spoken.size).toBe(4);
    expect(announceEvaluation({ phase: 'idle' })).toBe('');
  });
});
