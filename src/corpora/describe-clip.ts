/**
 * File and folder names of the known corpora → label and speaker. Names only, no file is opened.
 *
 * RAVDESS (Livingstone and Russo 2018): `03-01-EE-II-SS-RR-AA.wav`, EE emotion, AA actor.
 * CREMA-D (Cao et al. 2014): `SSSS_sentence_EMO_level.wav`, SSSS speaker.
 * TESS (Pichora-Fuller and Dupuis 2020): `OAF_word_emotion.wav`; folder names vary, so the file name decides.
 * Any other file whose folder is named after an emotion: `happy/anything.wav`; its speaker is unknown.
 */
import { EMOTIONS, type Emotion } from '../contract/emotions';
import type { LabelledClip } from './labelled-clip';

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

/** Words that folders and TESS file names use for the eight emotions. */
const EMOTION_WORDS: Readonly<Record<string, Emotion>> = {
  ...Object.fromEntries(EMOTIONS.map((emotion) => [emotion, emotion])),
  anger: 'angry',
  fearful: 'fear',
  happiness: 'happy',
  joy: 'happy',
  sadness: 'sad',
  surprise: 'surprised',
  ps: 'surprised',
  pleasant_surprise: 'surprised',
  pleasant_surprised: 'surprised',
};

/**
 * Reads label and speaker off a path.
 * @param path relative to the folder that is read, with forward slashes
 * @returns null when nothing in the path names an emotion
 */
export function describeClip(path: string): LabelledClip | null {
  const parts = path.split('/');
  const stem = (parts.at(-1) ?? '').replace(/\.[^.]+$/, '');
  return (
    describeRavdess(path, stem) ??
    describeCremaD(path, stem) ??
    describeTess(path, stem) ??
    describeFolder(path, parts.at(-2))
  );
}

function describeRavdess(path: string, stem: string): LabelledClip | null {
  const match = /^03-01-(\d\d)-\d\d-\d\d-\d\d-(\d\d)$/.exec(stem);
  const emotion = RAVDESS_EMOTIONS[match?.[1] ?? ''];
  return match && emotion ? { path, corpus: 'ravdess', speaker: `ravdess/${match[2] ?? ''}`, emotion } : null;
}

function describeCremaD(path: string, stem: string): LabelledClip | null {
  const match = /^(\d{4})_[A-Z]{3}_([A-Z]{3})_[A-Z]{2}$/.exec(stem);
  const emotion = CREMA_D_EMOTIONS[match?.[2] ?? ''];
  return match && emotion ? { path, corpus: 'crema-d', speaker: `crema-d/${match[1] ?? ''}`, emotion } : null;
}

function describeTess(path: string, stem: string): LabelledClip | null {
  const match = /^(OAF|YAF|OA)_[a-z]+_([a-z]+)$/i.exec(stem);
  const emotion = EMOTION_WORDS[match?.[2]?.toLowerCase() ?? ''];
  if (!match || !emotion) return null;
  // One official file is named OA_bite_neutral: the older actress without her F.
  const speaker = match[1]?.toUpperCase() === 'YAF' ? 'tess/YAF' : 'tess/OAF';
  return { path, corpus: 'tess', speaker, emotion };
}

function describeFolder(path: string, folder: string | undefined): LabelledClip | null {
  const emotion = EMOTION_WORDS[folder?.toLowerCase() ?? ''];
  return emotion ? { path, corpus: 'folder', speaker: 'folder/unknown', emotion } : null;
}
