/** What the shipped weights were to reach, set before they were trained, and what a card says came of it. */
import type { Goal, ModelCard, NotSpeechFigures } from '../contract/model-card';

/** A goal, and where its figure stands in a card. */
type Aim = Omit<Goal, 'measured'> & { readonly read: (card: ModelCard) => number | undefined };

const AIMS: readonly Aim[] = [
  {
    what: 'accuracy, stratified test',
    aim: 0.77,
    isAtLeast: true,
    unit: 'share',
    read: ({ protocols }) => protocols?.stratified?.accuracy,
  },
  {
    what: 'macro-F1, stratified test',
    aim: 0.79,
    isAtLeast: true,
    unit: 'share',
    read: ({ protocols }) => protocols?.stratified?.macroF1,
  },
  {
    what: 'UAR on unseen speakers of RAVDESS, mean of the resamples',
    aim: 0.57,
    isAtLeast: true,
    unit: 'share',
    read: ({ protocols }) => protocols?.speakerDisjoint?.perCorpus.ravdess?.bootstrap?.uar,
  },
  {
    what: 'UAR on unseen speakers of CREMA-D, mean of the resamples',
    aim: 0.58,
    isAtLeast: true,
    unit: 'share',
    read: ({ protocols }) => protocols?.speakerDisjoint?.perCorpus['crema-d']?.bootstrap?.uar,
  },
  {
    what: 'expected calibration error on unseen speakers',
    aim: 0.05,
    isAtLeast: false,
    unit: 'number',
    read: ({ protocols }) => protocols?.speakerDisjoint?.certainty?.calibrationError,
  },
  {
    what: 'accuracy lost to white noise 10 dB below the speech',
    aim: 0.1,
    isAtLeast: false,
    unit: 'share',
    read: (card) => {
      const [recorded, noisy] = [findCondition(card, 'as recorded'), findCondition(card, 'white noise, 10 dB')];
      return recorded && noisy && recorded.accuracy - noisy.accuracy;
    },
  },
  {
    what: 'labels changed by room tone at either end',
    aim: 0.1,
    isAtLeast: false,
    unit: 'share',
    read: (card) => findCondition(card, 'room tone')?.changedLabels,
  },
  {
    what: 'labels changed by a gain of −30 dB over a noise floor',
    aim: 0.1,
    isAtLeast: false,
    unit: 'share',
    read: (card) => findCondition(card, 'gain of')?.changedLabels,
  },
  {
    what: 'music, hum, keyboard and breathing called uncertain or no speech',
    aim: 0.9,
    isAtLeast: true,
    unit: 'share',
    read: ({ notSpeech }) => {
      if (notSpeech === undefined) return undefined;
      const add = (read: (figures: NotSpeechFigures) => number): number =>
        notSpeech.reduce((sum, figures) => sum + read(figures), 0);
      return add(({ noSpeech, uncertain }) => noSpeech + uncertain) / add(({ cases }) => cases);
    },
  },
  {
    what: 'mean offset of the deformable layer that moves least, in cells',
    aim: 0.3,
    isAtLeast: true,
    unit: 'number',
    read: ({ deformation }) =>
      deformation.length === 0 ? undefined : Math.min(...deformation.map(({ meanOffset }) => meanOffset)),
  },
];

/** Reads off a card what came of each goal. */
export function checkGoals(card: ModelCard): Goal[] {
  return AIMS.map(({ read, ...goal }) => ({ ...goal, measured: read(card) ?? null }));
}

function findCondition({ robustness = [] }: ModelCard, beginning: string) {
  return robustness.find(({ condition }) => condition.startsWith(beginning));
}
