/** A card that holds everything a card may hold; its figures are made up. */
import { EMOTIONS } from '../../contract/emotions';
import { FEATURE_CONFIG } from '../../contract/features';
import type { ModelCard, PairedComparison, ProtocolRun, SplitProtocol } from '../../contract/model-card';
import { TEST_REPORT } from '../report/test-report';

const PART = { clips: 1000, speakers: 3 };

function createRun(protocol: SplitProtocol, accuracy: number): ProtocolRun {
  return {
    ...TEST_REPORT,
    accuracy,
    command: `npm run train ${protocol.name}`,
    seed: 5,
    epochs: 3,
    bestEpoch: 2,
    history: [1, 2].map((epoch) => ({ epoch, loss: 2 / epoch, accuracy: 0.2, valLoss: 1.5 / epoch, valAccuracy: 0.3 })),
    split: { protocol, training: PART, validation: PART, test: { clips: 8, speakers: 4 } },
  };
}

/** Twins on some of the clips, ahead by a difference with an interval of four points. */
export function createComparison(part: string, difference: number): PairedComparison {
  const compare = (by: number): PairedComparison['accuracy'] => ({
    deformable: 0.5 + by,
    plain: 0.5,
    difference: by,
    interval: [by - 0.02, by + 0.02],
    shareAhead: 0.875,
  });
  return {
    part,
    clips: 1234,
    speakers: 16,
    accuracy: compare(difference),
    uar: compare(difference),
    speakerDeviation: compare(difference),
  };
}

const TRAINING = createRun({ name: 'speaker-disjoint' }, 0.5);

/** Every section of the card. */
export const COMPLETE_CARD: Required<ModelCard> = {
  version: 'complete',
  createdAt: '2000-01-02T03:04:05.000Z',
  emotions: EMOTIONS,
  features: FEATURE_CONFIG,
  weights: { files: [{ name: 'weights.bin', bytes: 12_345, sha256: 'abc123' }], bytes: 12_345, parameters: 6789 },
  data: [
    { corpus: 'ravdess', licence: 'CC', clips: 1200, speakers: 2, perEmotion: { angry: 700, sad: 500 } },
    { corpus: 'tess', licence: 'CC BY', clips: 100, speakers: 2, perEmotion: { angry: 100 } },
  ],
  splits: { test: { ravdess: ['17'] }, validation: { ravdess: ['15', '16'], 'crema-d': ['1023'] } },
  training: {
    command: TRAINING.command,
    seed: TRAINING.seed,
    epochs: TRAINING.epochs,
    bestEpoch: TRAINING.bestEpoch,
    history: TRAINING.history,
    split: TRAINING.split,
  },
  validation: TEST_REPORT,
  deformation: [{ layer: 'block3_conv', meanOffset: 1.125, maskDeviation: 0.42, accuracyWithoutOffsets: 0.373 }],
  accuracyWithoutAnyOffsets: 0.355,
  calibration: {
    temperature: 1.2344,
    eceBefore: 0.1,
    eceAfter: 0.0412,
    bins: TEST_REPORT.certainty?.bins ?? [],
    uncertainBelow: 0.5,
    coverage: 0.62,
    accuracyWhenCertain: 0.71,
  },
  robustness: TEST_REPORT.robustness ?? [],
  notSpeech: [{ sound: 'music', cases: 25, noSpeech: 1, uncertain: 22, named: { angry: 2 } }],
  protocols: {
    speakerDisjoint: createRun({ name: 'speaker-disjoint' }, 0.51),
    stratified: createRun({ name: 'stratified', seed: 42 }, 0.71),
    tessLeaveOneOut: [
      createRun({ name: 'tess-leave-one-out', actress: 'OAF' }, 0.61),
      createRun({ name: 'tess-leave-one-out', actress: 'YAF' }, 0.81),
    ],
  },
  ablation: [
    {
      protocol: 'speaker-disjoint',
      seed: 3,
      deformable: { accuracy: 0.6, uar: 0.59, parameters: 1100, perCorpus: { ravdess: { accuracy: 0.5, uar: 0.49 } } },
      plain: { accuracy: 0.58, uar: 0.57, parameters: 1000, perCorpus: { ravdess: { accuracy: 0.48, uar: 0.47 } } },
    },
  ],
  ablationComparison: {
    command: 'npm run ablation -- --seeds 3',
    epochs: 9,
    parts: [createComparison('all', 0.03), createComparison('up to 1.60 s of speech', 0.01)],
  },
  goals: [
    { what: 'accuracy, stratified test', aim: 0.77, isAtLeast: true, unit: 'share', measured: 0.71 },
    { what: 'calibration error', aim: 0.05, isAtLeast: false, unit: 'number', measured: 0.0412 },
    { what: 'something else', aim: 0.3, isAtLeast: true, unit: 'number', measured: null },
  ],
  published: [{ system: 'listeners', protocol: 'all clips', figure: '40.9 %', source: 'a paper' }],
  use: { intended: ['Studying.'], misuse: ['Judging people.'], limits: ['It errs.'] },
};
