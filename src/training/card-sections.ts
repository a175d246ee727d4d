/** The parts of the model card that are not measured: the data, and what people say of it and of the weights. */
import { EMOTIONS } from '../contract/emotions';
import type { CorpusSummary, ModelCard, PublishedFigure, UseStatement } from '../contract/model-card';
import type { CorpusName } from '../contract/report';
import { TEST_SPEAKERS, VALIDATION_SPEAKERS } from '../corpora/speaker-split';
import { countSpeakers } from '../evaluation/confusion';
import type { ClipFeatures } from './clip-features';

const LICENCES: Readonly<Record<CorpusName, string>> = {
  ravdess: 'CC BY-NC-SA 4.0',
  tess: 'CC BY-NC-ND 4.0',
  'crema-d': 'ODbL 1.0',
  savee: 'unknown',
  'emo-db': 'unknown',
  folder: 'unknown',
};

/** Counts of the clips trained on, per corpus. */
export function summariseCorpora(clips: readonly Pick<ClipFeatures, 'clip'>[]): CorpusSummary[] {
  const corpora = [...new Set(clips.map(({ clip }) => clip.corpus))].sort();
  return corpora.map((corpus) => {
    const ofCorpus = clips.filter(({ clip }) => clip.corpus === corpus);
    const count = (emotion: string): number => ofCorpus.filter(({ clip }) => clip.emotion === emotion).length;
    return {
      corpus,
      licence: LICENCES[corpus],
      clips: ofCorpus.length,
      speakers: countSpeakers(ofCorpus.map(({ clip }) => clip)),
      perEmotion: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, count(emotion)])),
    };
  });
}

/** The speakers set apart, by corpus. */
export function summariseSplits(): ModelCard['splits'] {
  return { test: groupByCorpus(TEST_SPEAKERS), validation: groupByCorpus(VALIDATION_SPEAKERS) };
}

function groupByCorpus(speakers: ReadonlySet<string>): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const speaker of speakers) {
    const [corpus = '', id = ''] = speaker.split('/');
    (groups[corpus] ??= []).push(id);
  }
  return groups;
}

/** What the shipped weights are for and what they are not. */
export const USE_STATEMENT: UseStatement = {
  intended: [
    'Trying out, teaching and studying how emotion sounds, on recordings of one speaker, with the probabilities in view.',
    'A starting point for training on other recordings with the same code.',
  ],
  misuse: [
    'Any decision about a person: at work, in school, in health care, in insurance, at borders, in courts or by the police.',
    'Watching people, or rating them without their knowing; telling what somebody feels. It hears how a voice sounds.',
    'Anything commercial: two of the three corpora it learned from are for non-commercial use.',
  ],
  limits: [
    'It learned from acted North American English, mostly read sentences. On other languages, accents and ages, on spontaneous speech and in noisy rooms it is wrong more often.',
    'It hears the sound, not the words, and takes every recording for one speaker. What is as loud as speech counts as speech: it learned to be unsure of music, noise and breath, and now and then still names an emotion there.',
    'Calm occurs in one of the three corpora and surprised in two, so that these also carry the sound of their corpus.',
    'The labels are what actors were asked to express, which listeners often hear differently.',
  ],
};

/** Figures of others to read ours by; each was looked up in its source. */
export const PUBLISHED_FIGURES: readonly PublishedFigure[] = [
  {
    system: 'Speech Emotion Recognition using Deformable Convolutional Neural Networks (A. Kura)',
    protocol:
      'RAVDESS, TESS and CREMA-D, 11,682 clips, eight emotions, random stratified 80/20: the same speakers in training and test. The published network has no deformable layer',
    figure: 'accuracy 71.46 %, macro-F1 0.748',
    source: 'https://github.com/Abhiramkura/Speech-Emotion-recognition-using-deformable-convolutional-neural-networks',
  },
  {
    system: 'human listeners, sound alone',
    protocol: 'CREMA-D, all clips, six emotions: the share of ratings that name the intended emotion',
    figure: '40.9 %',
    source: 'Cao et al. 2014, IEEE Transactions on Affective Computing 5(4), 377–390, doi:10.1109/TAFFC.2014.2336244',
  },
];
