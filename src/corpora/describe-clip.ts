/**
 * File and folder names → label and speaker. Names only, no file is opened. The first that fits decides:
 *
 * RAVDESS (Livingstone and Russo 2018, PLoS ONE 13): `MM-CC-EE-II-SS-RR-AA.wav`, MM 03 sound only, CC 01 speech, EE
 *   emotion, AA actor. The sound of the videos (MM 01) is the same takes again, and song (CC 02) is no speech.
 * CREMA-D (Cao et al. 2014, IEEE Trans. Affective Computing 5): `SSSS_sentence_EMO_level.wav`, SSSS speaker.
 * TESS (Pichora-Fuller and Dupuis 2020): `OAF_word_emotion.wav`; folder names vary, so the file name decides.
 * SAVEE (Haq and Jackson 2010, in Machine Audition): `DC_a01.wav` or `DC/a01.wav`, DC speaker, a emotion.
 * EMO-DB (Burkhardt et al. 2005, Interspeech): `03a01Fa.wav`, 03 speaker, F emotion (the first letter of the German word).
 * Any other: `describeFolderClip`.
 */
import type { Emotion } from '../contract/emotions';
import type { CorpusName } from '../contract/report';
import { readEmotionWord } from './emotion-words';
import type { LabelledClip, SkippedFile } from './labelled-clip';

const RAVDESS_EMOTIONS: Readonly<Record<string, Emotion>> = {
  '01': 'neutral',
  '02': 'calm',
  '03': 'happy',
  '04': 'sad',
  '05': 'angry',
  '06': 'fear',
  '07': 'disgust',
  '08': 'surprised',
};

const CREMA_D_EMOTIONS: Readonly<Record<string, Emotion>> = {
  ANG: 'angry',
  DIS: 'disgust',
  FEA: 'fear',
  HAP: 'happy',
  NEU: 'neutral',
  SAD: 'sad',
};

const SAVEE_EMOTIONS: Readonly<Record<string, Emotion>> = {
  a: 'angry',
  d: 'disgust',
  f: 'fear',
  h: 'happy',
  n: 'neutral',
  sa: 'sad',
  su: 'surprised',
};

/** Wut, Ekel, Angst, Freude, Trauer, neutral; L (Langeweile, boredom) is none of the eight. */
const EMO_DB_EMOTIONS: Readonly<Record<string, Emotion>> = {
  W: 'angry',
  E: 'disgust',
  A: 'fear',
  F: 'happy',
  T: 'sad',
  N: 'neutral',
};

/** The layouts that are read, for people. */
export const KNOWN_LAYOUTS = `\
  RAVDESS   Actor_17/03-01-06-02-02-02-17.wav
  CREMA-D   AudioWAV/1002_DFA_ANG_XX.wav
  TESS      OAF_Fear/OAF_back_fear.wav
  SAVEE     DC_a01.wav or DC/a01.wav
  EMO-DB    03a01Fa.wav
  any other angry/one.wav, speaker1/Sadness/two.flac, happy/speaker2/three.wav, 01_fear/four.wav:
            a folder (or the file itself) named after one of the eight emotions, at any depth`;

/**
 * Reads label and speaker off a path.
 * @param path relative to the folder that is read, with forward slashes
 * @returns the clip, or why its name makes no clip of it
 */
export function describeClip(path: string): LabelledClip | SkippedFile {
  const folders = path.split('/');
  const stem = (folders.pop() ?? '').replace(/\.[^.]+$/, '');
  return (
    describeRavdess(path, stem) ??
    describeCremaD(path, stem) ??
    describeTess(path, stem) ??
    describeSavee(path, stem, folders.at(-1)) ??
    describeEmoDb(path, stem) ??
    describeFolderClip(path, stem, folders)
  );
}

function describeRavdess(path: string, stem: string): LabelledClip | SkippedFile | null {
  const match = /^(\d\d)-(\d\d)-(\d\d)-\d\d-\d\d-\d\d-(\d\d)$/.exec(stem);
  if (!match) return null;
  const [, modality = '', channel, emotion = '', actor = ''] = match;
  if (channel === '02') return { path, reason: 'RAVDESS song: only speech is read.' };
  if (modality !== '03') {
    return { path, reason: `RAVDESS modality ${modality}: only the recordings without video (03) are read.` };
  }
  return labelled(path, 'ravdess', actor, RAVDESS_EMOTIONS[emotion], emotion);
}

function describeCremaD(path: string, stem: string): LabelledClip | SkippedFile | null {
  // The official 1040_ITH_SAD_X has a level of one letter.
  const match = /^(\d{4})_[A-Z]{3}_([A-Z]{3})_[A-Z]{1,2}$/.exec(stem);
  if (!match) return null;
  const [, speaker = '', emotion = ''] = match;
  return labelled(path, 'crema-d', speaker, CREMA_D_EMOTIONS[emotion], emotion);
}

function describeTess(path: string, stem: string): LabelledClip | SkippedFile | null {
  const match = /^(OAF|YAF|OA)_[a-z]+_([a-z]+)$/i.exec(stem);
  if (!match) return null;
  const [, actress = '', word = ''] = match;
  const emotion = readEmotionWord(word);
  // One official file is named OA_bite_neutral: the older actress without her F.
  const speaker = actress.toUpperCase() === 'YAF' ? 'YAF' : 'OAF';
  return labelled(path, 'tess', speaker, emotion === 'other' || emotion === null ? undefined : emotion, word);
}

function describeSavee(path: string, stem: string, folder: string | undefined): LabelledClip | SkippedFile | null {
  const match = /^(DC|JE|JK|KL)_(sa|su|[adfhn])\d\d$/.exec(`${stem.includes('_') ? '' : `${folder ?? ''}_`}${stem}`);
  if (!match) return null;
  const [, speaker = '', emotion = ''] = match;
  return labelled(path, 'savee', speaker, SAVEE_EMOTIONS[emotion], emotion);
}

function describeEmoDb(path: string, stem: string): LabelledClip | SkippedFile | null {
  const match = /^(\d\d)[ab]\d\d([A-Z])[a-z]$/.exec(stem);
  if (!match) return null;
  const [, speaker = '', emotion = ''] = match;
  return labelled(path, 'emo-db', speaker, EMO_DB_EMOTIONS[emotion], emotion);
}

function labelled(
  path: string,
  corpus: CorpusName,
  speaker: string,
  emotion: Emotion | undefined,
  code: string,
): LabelledClip | SkippedFile {
  if (emotion === undefined) return { path, reason: `${code} stands for none of the eight emotions in ${corpus}.` };
  return { path, corpus, speaker: `${corpus}/${speaker}`, emotion };
}

/** Folder names that say neither who speaks nor how. */
const NEUTRAL_FOLDERS =
  /^(audio|clips|data|dataset|dev|eval|evaluation|flac|recordings|speech|test|train|training|val|valid|validation|wav|wavs)$/i;

/**
 * A clip whose folder is named after an emotion, at any depth; where no folder is, the file's own name may be.
 * The speaker is the nearest other folder, below the emotion's (`angry/anna/1.wav`) before above it
 * (`anna/angry/1.wav`); names such as `train` or `wav` are none.
 */
function describeFolderClip(path: string, stem: string, folders: readonly string[]): LabelledClip | SkippedFile {
  const words = folders.map(readEmotionWord);
  const named = words.some((word) => word !== null) ? words : [...words, readEmotionWord(stem)];
  const found = [...new Set(named.filter((word) => word !== null))];
  const [emotion] = found;
  if (emotion === undefined) return { path, reason: 'Neither a folder nor the file name is named after an emotion.' };
  if (found.length > 1) return { path, reason: `The path names more than one emotion: ${found.join(', ')}.` };
  if (emotion === 'other') return { path, reason: 'The path names an emotion that is none of the eight.' };
  const place = named.lastIndexOf(emotion);
  const isSpeaker = (name: string, index: number): boolean => words[index] === null && !NEUTRAL_FOLDERS.test(name);
  const speaker =
    folders.find((name, index) => index > place && isSpeaker(name, index)) ??
    folders.findLast((name, index) => index < place && isSpeaker(name, index));
  return { path, corpus: 'folder', speaker: speaker === undefined ? null : `folder/${speaker}`, emotion };
}
