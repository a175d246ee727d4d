/** The parts of the model card that describe the data. */
import { EMOTIONS } from '../contract/emotions';
import type { CorpusSummary, ModelCard } from '../contract/model-card';
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
