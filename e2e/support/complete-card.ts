/** A card that holds everything a card may hold, made of the published one: what is not measured yet is taken from what is. */
import { readFileSync } from 'node:fs';

/** A report, as far as the journeys read it. */
export interface CardReport {
  readonly clips: number;
  readonly speakers: number;
  readonly accuracy: number;
  readonly uar: number;
  readonly interval: { readonly accuracy: readonly [number, number] };
  readonly perEmotion: Readonly<Record<string, Readonly<Record<'precision' | 'recall' | 'f1' | 'support', number>>>>;
  readonly confusion: readonly (readonly number[])[];
}

/** A card, as far as the journeys read it. */
export interface Card {
  readonly version: string;
  readonly emotions: readonly string[];
  readonly weights: {
    readonly parameters: number;
    readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  };
  readonly data: readonly {
    readonly corpus: string;
    readonly licence: string;
    readonly perEmotion: Readonly<Record<string, number>>;
  }[];
  readonly training: {
    readonly command: string;
    readonly bestEpoch: number;
    readonly history: readonly Readonly<Record<'epoch' | 'loss' | 'accuracy' | 'valLoss' | 'valAccuracy', number>>[];
    readonly split?: object;
  };
  readonly validation: CardReport & { readonly perCorpus: Readonly<Record<string, CardReport>> };
  readonly deformation: readonly { readonly layer: string; readonly meanOffset: number }[];
  readonly accuracyWithoutAnyOffsets: number;
  readonly calibration: {
    readonly temperature: number;
    readonly eceBefore: number;
    readonly eceAfter: number;
    readonly uncertainBelow: number;
    readonly coverage: number;
    readonly accuracyWhenCertain: number;
    readonly bins: readonly Readonly<Record<'low' | 'high' | 'clips' | 'confidence' | 'accuracy', number>>[];
  };
  readonly robustness: readonly { readonly condition: string; readonly accuracy: number }[];
  readonly notSpeech: readonly { readonly sound: string; readonly cases: number }[];
  readonly published: readonly { readonly system: string; readonly figure: string }[];
  readonly use: Readonly<Record<'intended' | 'misuse' | 'limits', readonly string[]>>;
  readonly protocols?: object;
  readonly ablation?: readonly object[];
}

/** The card of the built page. */
export function readPublishedCard(): Card {
  return JSON.parse(readFileSync('dist/model/model-card.json', 'utf8')) as Card;
}

/** The published card with every test and an ablation; the figures are the validation's, and no test's. */
export function completeCard(card: Card): Card {
  const part = { clips: 100, speakers: 10 };
  const run = (protocol: object, accuracy: number): object => ({
    ...card.validation,
    accuracy,
    ...card.training,
    split: { protocol, training: part, validation: part, test: part },
  });
  const twin = (accuracy: number): object => ({
    accuracy,
    uar: accuracy,
    parameters: 1234,
    perCorpus: { 'crema-d': { accuracy, uar: accuracy } },
  });
  const figure = (difference: number): object => ({
    deformable: 0.6,
    plain: 0.6 - difference,
    difference,
    interval: [difference - 0.02, difference + 0.02],
    shareAhead: 0.875,
  });
  const comparison = (name: string, difference: number): object => ({
    part: name,
    clips: 600,
    speakers: 8,
    accuracy: figure(difference),
    uar: figure(difference / 2),
    speakerDeviation: figure(-difference / 2),
  });
  return {
    ...card,
    protocols: {
      speakerDisjoint: run({ name: 'speaker-disjoint' }, 0.51),
      stratified: run({ name: 'stratified', seed: 42 }, 0.71),
      tessLeaveOneOut: [
        run({ name: 'tess-leave-one-out', actress: 'OAF' }, 0.61),
        run({ name: 'tess-leave-one-out', actress: 'YAF' }, 0.81),
      ],
    },
    ablation: [1, 2].map((seed) => ({
      protocol: 'speaker-disjoint',
      seed,
      deformable: twin(0.61),
      plain: twin(0.58),
    })),
    ...{
      ablationComparison: {
        command: 'npm run ablation -- --data DIR --seeds 1,2',
        epochs: 12,
        parts: [comparison('all', 0.03), comparison('crema-d', 0.01), comparison('up to 1.60 s of speech', -0.03)],
      },
    },
  };
}
