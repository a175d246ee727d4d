import { describe, expect, it } from 'vitest';
import { TEST_SPEAKERS, VALIDATION_SPEAKERS } from '../corpora/speaker-split';
import { summariseCorpora, summariseSplits } from './card-sections';
import type { ClipFeatures } from './clip-features';

const createClip = (corpus: 'ravdess' | 'tess', speaker: string, emotion: 'sad' | 'angry'): ClipFeatures => ({
  clip: { path: 'clip.wav', corpus, speaker, emotion },
  windows: [],
});

describe('summariseCorpora', () => {
  it('counts clips, speakers and emotions of each corpus', () => {
    const summary = summariseCorpora([
      createClip('tess', 'tess/OAF', 'sad'),
      createClip('ravdess', 'ravdess/01', 'sad'),
      createClip('ravdess', 'ravdess/01', 'angry'),
      createClip('ravdess', 'ravdess/02', 'angry'),
    ]);
    expect(summary).toMatchObject([
      {
        corpus: 'ravdess',
        licence: 'CC BY-NC-SA 4.0',
        clips: 3,
        speakers: 2,
        perEmotion: { sad: 1, angry: 2, fear: 0 },
      },
      { corpus: 'tess', licence: 'CC BY-NC-ND 4.0', clips: 1, speakers: 1, perEmotion: { sad: 1, angry: 0, fear: 0 } },
    ]);
  });
});

describe('summariseSplits', () => {
  it('lists every speaker that is set apart, by corpus', () => {
    const { test, validation } = summariseSplits();
    const join = (groups: Readonly<Record<string, readonly string[]>>): string[] =>
      Object.entries(groups).flatMap(([corpus, ids]) => ids.map((id) => `${corpus}/${id}`));
    expect(new Set(join(test))).toEqual(TEST_SPEAKERS);
    expect(new Set(join(validation))).toEqual(VALIDATION_SPEAKERS);
    expect(join(test).filter((speaker) => join(validation).includes(speaker))).toEqual([]);
  });
});
