/**
 * The model card, section by section. A card of another version may lack a section or have one of another shape: the
 * rest is shown all the same. Shapes are checked with zod, whose types are held against the contract's.
 */
import * as z from 'zod/mini';
import { EMOTIONS } from '../../contract/emotions';
import { UndertoneError } from '../../contract/errors';
import type { ModelCard } from '../../contract/model-card';

// Its faster way builds functions out of text, which the page's policy forbids; asking whether it may is an error there.
z.config({ jitless: true });

/** What became of one section. */
export type CardSection<Value> =
  | { readonly state: 'read'; readonly value: Value }
  /** Not in the card: not measured. */
  | { readonly state: 'missing' }
  /** In the card, and not as this version of the page knows it. */
  | { readonly state: 'unreadable' };

const share = z.number().check(z.minimum(0), z.maximum(1));
const difference = z.number().check(z.minimum(-1), z.maximum(1));
const amount = z.number().check(z.minimum(0));
const count = z.int().check(z.minimum(0));
const interval = z.tuple([z.number(), z.number()]);
const words = z.array(z.string());
const corpusName = z.enum(['ravdess', 'tess', 'crema-d', 'savee', 'emo-db', 'folder']);

const bin = z.object({ low: share, high: share, clips: count, confidence: share, accuracy: share });
const certainty = { bins: z.array(bin), uncertainBelow: share, coverage: share, accuracyWhenCertain: share };
const condition = z.object({
  condition: z.string(),
  accuracy: share,
  uar: share,
  changedLabels: share,
  contradictions: z.exactOptional(share),
});

const corpusReport = {
  clips: count,
  speakers: count,
  accuracy: share,
  uar: share,
  macroF1: share,
  interval: z.object({ accuracy: interval, uar: interval, macroF1: z.exactOptional(interval) }),
  bootstrap: z.exactOptional(
    z.object({ over: z.enum(['speakers', 'clips']), accuracy: share, uar: share, macroF1: share }),
  ),
  perEmotion: z.record(z.enum(EMOTIONS), z.object({ precision: share, recall: share, f1: share, support: count })),
  confusion: z.array(z.array(count).check(z.length(EMOTIONS.length))).check(z.length(EMOTIONS.length)),
};
const report = {
  ...corpusReport,
  trainClips: count,
  perCorpus: z.partialRecord(corpusName, z.object(corpusReport)),
  certainty: z.exactOptional(z.object({ calibrationError: share, ...certainty })),
  robustness: z.exactOptional(z.array(condition)),
};

const splitPart = z.object({ clips: count, speakers: count });
const split = z.object({
  protocol: z.discriminatedUnion('name', [
    z.object({ name: z.literal('stratified'), seed: z.int() }),
    z.object({ name: z.literal('speaker-disjoint') }),
    z.object({ name: z.literal('tess-leave-one-out'), actress: z.enum(['OAF', 'YAF']) }),
  ]),
  training: splitPart,
  validation: splitPart,
  test: splitPart,
});
const epoch = z.object({ epoch: count, loss: amount, accuracy: share, valLoss: amount, valAccuracy: share });
const training = { command: z.string(), seed: z.int(), epochs: count, bestEpoch: count, history: z.array(epoch) };
const protocolRun = z.object({ ...report, ...training, split });

const figures = { accuracy: share, uar: share };
const network = z.object({
  ...figures,
  parameters: count,
  perCorpus: z.exactOptional(z.partialRecord(corpusName, z.object(figures))),
});
const paired = z.object({ deformable: share, plain: share, difference, interval, shareAhead: share });
const comparison = z.object({
  part: z.string(),
  clips: count,
  speakers: count,
  accuracy: paired,
  uar: paired,
  speakerDeviation: paired,
});

/** The sections that the page shows. */
type SectionName = Exclude<keyof ModelCard, 'version' | 'createdAt' | 'emotions' | 'features' | 'weights'>;

const SECTIONS = {
  data: z.array(
    z.object({
      corpus: corpusName,
      licence: z.string(),
      clips: count,
      speakers: count,
      perEmotion: z.record(z.string(), count),
    }),
  ),
  splits: z.object({ test: z.record(z.string(), words), validation: z.record(z.string(), words) }),
  training: z.object({ ...training, split: z.exactOptional(split) }),
  validation: z.object(report),
  deformation: z.array(
    z.object({ layer: z.string(), meanOffset: amount, maskDeviation: amount, accuracyWithoutOffsets: share }),
  ),
  accuracyWithoutAnyOffsets: share,
  calibration: z.object({ temperature: amount, eceBefore: share, eceAfter: share, ...certainty }),
  robustness: z.array(condition),
  notSpeech: z.array(
    z.object({
      sound: z.string(),
      cases: count,
      noSpeech: count,
      uncertain: count,
      named: z.record(z.string(), count),
    }),
  ),
  protocols: z.object({
    stratified: z.exactOptional(protocolRun),
    speakerDisjoint: z.exactOptional(protocolRun),
    tessLeaveOneOut: z.exactOptional(z.array(protocolRun)),
  }),
  ablation: z.array(
    z.object({
      protocol: z.enum(['stratified', 'speaker-disjoint', 'tess-leave-one-out']),
      seed: z.int(),
      deformable: network,
      plain: network,
    }),
  ),
  ablationComparison: z.object({ command: z.string(), epochs: count, parts: z.array(comparison) }),
  goals: z.array(
    z.object({
      what: z.string(),
      aim: z.number(),
      isAtLeast: z.boolean(),
      unit: z.enum(['share', 'number']),
      measured: z.nullable(z.number()),
    }),
  ),
  published: z.array(z.object({ system: z.string(), protocol: z.string(), figure: z.string(), source: z.string() })),
  use: z.object({ intended: words, misuse: words, limits: words }),
} satisfies { readonly [Name in SectionName]: z.ZodMiniType<NonNullable<ModelCard[Name]>> };

const HEAD = z.object({
  version: z.string(),
  createdAt: z.string(),
  emotions: z.array(z.string()),
  features: z.record(z.string(), z.number()),
  weights: z.object({
    files: z.array(z.object({ name: z.string(), bytes: count, sha256: z.string() })),
    bytes: count,
    parameters: count,
  }),
});

/** What every card says of itself. */
export type CardHead = z.infer<typeof HEAD>;

/** A card as the page reads it: its head, and each section for itself. */
export interface ReadCard {
  readonly head: CardHead;
  readonly sections: { readonly [Name in SectionName]: CardSection<NonNullable<ModelCard[Name]>> };
}

/**
 * Reads a card.
 *
 * @param json whatever was in the file
 * @throws UndertoneError `model-mismatch` when it is no card, or one of other emotions
 */
export function readCard(json: unknown): ReadCard {
  const head = HEAD.safeParse(json);
  if (!head.success) throw new UndertoneError('model-mismatch', `Expected a model card: ${head.error.message}`);
  const { emotions } = head.data;
  if (emotions.join() !== EMOTIONS.join()) {
    throw new UndertoneError(
      'model-mismatch',
      `Expected the emotions ${EMOTIONS.join(', ')}, got ${emotions.join(', ')}.`,
    );
  }
  const card = json as Readonly<Record<string, unknown>>;
  const sections = Object.entries(SECTIONS).map(([name, schema]) => [name, readSection(schema, card[name])]);
  // The schemas are held against the contract above.
  return { head: head.data, sections: Object.fromEntries(sections) as ReadCard['sections'] };
}

function readSection(schema: Pick<z.ZodMiniType, 'safeParse'>, json: unknown): CardSection<unknown> {
  if (json === undefined || json === null || (Array.isArray(json) && json.length === 0)) return { state: 'missing' };
  const { success, data } = schema.safeParse(json);
  return success ? { state: 'read', value: data } : { state: 'unreadable' };
}
