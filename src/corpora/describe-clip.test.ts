import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { describeClip, KNOWN_LAYOUTS } from './describe-clip';
import { readEmotionWord } from './emotion-words';

describe('describeClip', () => {
  it.each([
    ['ravdess/Actor_17/03-01-06-02-02-02-17.wav', 'ravdess', 'ravdess/17', 'fear'],
    ['Actor_01/03-01-08-01-01-01-01.wav', 'ravdess', 'ravdess/01', 'surprised'],
    ['AudioWAV/1002_DFA_ANG_XX.wav', 'crema-d', 'crema-d/1002', 'angry'],
    ['crema-d/AudioWAV/1091_IEO_SAD_HI.wav', 'crema-d', 'crema-d/1091', 'sad'],
    ['1040_ITH_SAD_X.wav', 'crema-d', 'crema-d/1040', 'sad'],
    ['tess/OAF_Fear/OAF_back_fear.wav', 'tess', 'tess/OAF', 'fear'],
    ['YAF_pleasant_surprised/YAF_bar_ps.wav', 'tess', 'tess/YAF', 'surprised'],
    ['OAF_neutral/OA_bite_neutral.wav', 'tess', 'tess/OAF', 'neutral'],
    ['ALL/DC_a01.wav', 'savee', 'savee/DC', 'angry'],
    ['AudioData/KL/su15.wav', 'savee', 'savee/KL', 'surprised'],
    ['AudioData/JE/sa01.wav', 'savee', 'savee/JE', 'sad'],
    ['wav/03a01Fa.wav', 'emo-db', 'emo-db/03', 'happy'],
    ['16b10Wb.wav', 'emo-db', 'emo-db/16', 'angry'],
  ])('reads %s', (path, corpus, speaker, emotion) => {
    expect(describeClip(path)).toEqual({ path, corpus, speaker, emotion });
  });

  it.each([
    ['angry/one.wav', null, 'angry'],
    ['mine/Happiness/one.flac', 'folder/mine', 'happy'],
    ['speaker1/angry/x.wav', 'folder/speaker1', 'angry'],
    ['angry/speaker1/x.flac', 'folder/speaker1', 'angry'],
    ['Set A/0011/Surprise/train/0011_001.wav', 'folder/0011', 'surprised'],
    ['set/angry/anna/x.wav', 'folder/anna', 'angry'],
    ['train/01_Fearful/x.wav', null, 'fear'],
    ['Angry_clips/male sad-ish.wav', null, 'angry'],
    ['DISGUSTED/wav/7.wav', null, 'disgust'],
    ['calm/calm/x.wav', null, 'calm'],
    ['anna/sad_012.wav', 'folder/anna', 'sad'],
    ['neutral-03.flac', null, 'neutral'],
    // The folder decides: people also say "happy" when they are sad.
    ['sad/happy.wav', null, 'sad'],
  ])('reads %s by its folders', (path, speaker, emotion) => {
    expect(describeClip(path)).toEqual({ path, corpus: 'folder', speaker, emotion });
  });

  it.each([
    ['readme.wav', /named after an emotion/],
    ['angry_birds/x.wav', /named after an emotion/],
    ['angry/sad/x.wav', /more than one emotion: angry, sad/],
    ['Boredom/x.wav', /none of the eight/],
    ['03-01-09-01-01-01-01.wav', /09 stands for none/],
    ['03-02-05-01-01-01-01.wav', /song/],
    ['angry/03-02-05-01-01-01-01.wav', /song/],
    ['02-01-06-01-02-01-12.wav', /modality 02/],
    ['01-01-06-01-02-01-12.wav', /modality 01/],
    ['1002_DFA_XXX_XX.wav', /XXX stands for none/],
    ['OAF_back_bored.wav', /bored stands for none/],
    ['wav/03a01La.wav', /L stands for none/],
  ])('says why %s makes no clip', (path, reason) => {
    expect(describeClip(path)).toEqual({ path, reason: expect.stringMatching(reason) as string });
  });

  it('reads every layout that it claims to know', () => {
    const paths = KNOWN_LAYOUTS.match(/\S+\/?\S+\.(wav|flac)/g) ?? [];
    expect(paths.length).toBeGreaterThan(8);
    for (const path of paths) expect(describeClip(path)).toHaveProperty('emotion');
  });
});

describe('readEmotionWord', () => {
  it('knows every emotion by its own name, in any case', () => {
    for (const emotion of EMOTIONS) expect(readEmotionWord(emotion.toUpperCase())).toBe(emotion);
  });
});
