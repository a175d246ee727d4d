import { describe, expect, it } from 'vitest';
import { describeClip } from './describe-clip';
import { assignSplitRole } from './speaker-split';

describe('describeClip', () => {
  it.each([
    ['ravdess/Actor_17/03-01-06-02-02-02-17.wav', 'ravdess', 'ravdess/17', 'fear'],
    ['Actor_01/03-01-08-01-01-01-01.wav', 'ravdess', 'ravdess/01', 'surprised'],
    ['AudioWAV/1002_DFA_ANG_XX.wav', 'crema-d', 'crema-d/1002', 'angry'],
    ['crema-d/AudioWAV/1091_IEO_SAD_HI.wav', 'crema-d', 'crema-d/1091', 'sad'],
    ['tess/OAF_Fear/OAF_back_fear.wav', 'tess', 'tess/OAF', 'fear'],
    ['YAF_pleasant_surprised/YAF_bar_ps.wav', 'tess', 'tess/YAF', 'surprised'],
    ['OAF_neutral/OA_bite_neutral.wav', 'tess', 'tess/OAF', 'neutral'],
    ['mine/Happiness/one.flac', 'folder', 'folder/unknown', 'happy'],
  ])('reads %s', (path, corpus, speaker, emotion) => {
    expect(describeClip(path)).toEqual({ path, corpus, speaker, emotion });
  });

  it.each([
    'readme.wav',
    '03-01-09-01-01-01-01.wav',
    '1002_DFA_XXX_XX.wav',
    'OAF_back_bored.wav',
    '02-01-06-01-02-01-12.wav',
  ])('knows nothing of %s', (path) => {
    expect(describeClip(path)).toBeNull();
  });
});

describe('assignSplitRole', () => {
  it.each([
    ['03-01-06-02-02-02-17.wav', 'test'],
    ['03-01-06-02-02-02-15.wav', 'validation'],
    ['03-01-06-02-02-02-01.wav', 'training'],
    ['1021_DFA_ANG_XX.wav', 'test'],
    ['1023_DFA_ANG_XX.wav', 'validation'],
    ['OAF_back_fear.wav', 'training'],
  ])('%s is for %s', (path, role) => {
    const clip = describeClip(path);
    expect(clip && assignSplitRole(clip)).toBe(role);
  });
});
