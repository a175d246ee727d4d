/**
 * What describes a run: one JSON file that names what differs from the weights that ship. Files are checked against a
 * schema (zod), because a mistyped key that is silently ignored costs hours.
 */
import { z } from 'zod';
import type { SplitProtocol } from '../contract/model-card';
import type { CorpusName } from '../contract/report';
import { NETWORK_CONFIG, type NetworkConfig } from '../network/build';
import { NOISE_KINDS } from './augmentation/noise';
import { WAVEFORM_AUGMENTATION, type WaveformAugmentationConfig } from './augmentation/waveform-config';
import { AUGMENTATION, type AugmentationConfig } from './batches';
import { OPTIMIZER, type OptimizerConfig } from './optimizer';
import { SCHEDULE_KINDS, type ScheduleConfig } from './schedule';

/** Everything that decides the outcome of a run, given the recordings. */
export interface RunConfig {
  /** Of weights, order and augmentation. */
  readonly seed: number;
  /** Which recordings are for training, which for validation and which are kept for the end. */
  readonly protocol: SplitProtocol;
  /** Only one in N clips of each corpus and emotion, for training and validation, for quick comparisons. */
  readonly every: number;
  readonly epochs: number;
  /** Epochs without a better one after which the run ends; 0 for never. */
  readonly patienceEpochs: number;
  readonly batchSize: number;
  /** Threads that share every batch. */
  readonly ranks: number;
  /** How often an epoch takes a clip of each corpus, on average: more often what is hard and scarce. */
  readonly corpusRepeats: Readonly<Record<CorpusName, number>>;
  /** Whether rare emotions weigh more. */
  readonly classWeights: boolean;
  readonly network: Omit<NetworkConfig, 'seed'>;
  readonly optimizer: OptimizerConfig;
  readonly schedule: ScheduleConfig;
  /** How recordings are varied. */
  readonly waveform: WaveformAugmentationConfig;
  /** How pictures are varied. */
  readonly picture: AugmentationConfig;
}

const { seed: NETWORK_SEED, ...NETWORK } = NETWORK_CONFIG;

/** The run that made the weights that ship. */
export const DEFAULT_RUN: RunConfig = {
  seed: NETWORK_SEED,
  protocol: { name: 'speaker-disjoint' },
  every: 1,
  epochs: 56,
  patienceEpochs: 0,
  batchSize: 32,
  ranks: 2,
  corpusRepeats: { ravdess: 1.7, tess: 0.5, 'crema-d': 1, savee: 1, 'emo-db': 1, folder: 1 },
  classWeights: true,
  network: NETWORK,
  optimizer: OPTIMIZER,
  schedule: {
    kind: 'cosine',
    warmUpShare: 0.15,
    plateauFactor: 0.5,
    plateauPatienceEpochs: 3,
    restartEpoch: 32,
    restartShare: 0.3,
  },
  waveform: WAVEFORM_AUGMENTATION,
  picture: AUGMENTATION,
};

const count = z.int().positive();
const wholeNumber = z.int().nonnegative();
const share = z.number().min(0).max(1);
const amount = z.number().nonnegative();
const positive = z.number().positive();

function range(number: z.ZodNumber): z.ZodType<readonly [number, number]> {
  return z
    .tuple([number, number])
    .refine(([lowest, highest]) => lowest <= highest, 'Expected the lowest value first, then the highest');
}

const part = { share };
const noiseKinds = z.array(z.enum(NOISE_KINDS)).nonempty();
const decibels = range(z.number());

const waveformSchema = z.strictObject({
  codec: z.strictObject(part),
  joining: z.strictObject({ ...part, pauseSec: range(z.number()) }),
  speed: z.strictObject({ ...part, factor: range(positive) }),
  tempo: z.strictObject({ ...part, factor: range(positive) }),
  pitch: z.strictObject({ ...part, semitones: range(z.number()) }),
  reverberation: z.strictObject({ ...part, rt60Sec: range(positive), directToReverberantDb: decibels }),
  noise: z.strictObject({ ...part, kinds: noiseKinds, snrDb: decibels }),
  babble: z.strictObject({ ...part, voices: count, snrDb: decibels }),
  roomTone: z.strictObject({ ...part, durationSec: range(amount), kinds: noiseKinds, belowSpeechDb: decibels }),
  gain: z.strictObject({ ...part, gainDb: decibels }),
  noiseFloor: z.strictObject({ ...part, kinds: noiseKinds, levelDbfs: decibels }),
  bandLimit: z.strictObject({ ...part, lowestHz: range(positive), highestHz: range(positive.max(5500)) }),
  telephone: z.strictObject(part),
  timeShift: z.strictObject({ ...part, maxShiftSec: amount }),
}) satisfies z.ZodType<WaveformAugmentationConfig>;

const pictureSchema = z.strictObject({
  noiseShare: share,
  noiseRangeDb: decibels,
  moveShare: share,
  melShiftBands: wholeNumber,
  masks: wholeNumber,
  maskBands: wholeNumber.max(40),
  maskFrames: wholeNumber.max(173),
  valueNoise: amount,
  mixupShare: share,
  mixupAlpha: positive,
  labelSmoothing: share,
  notSpeechShare: share,
}) satisfies z.ZodType<AugmentationConfig>;

const protocolSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('stratified'), seed: z.int() }),
  z.strictObject({ name: z.literal('speaker-disjoint') }),
  z.strictObject({ name: z.literal('tess-leave-one-out'), actress: z.enum(['OAF', 'YAF']) }),
]) satisfies z.ZodType<SplitProtocol>;

const runSchema = z.strictObject({
  seed: z.int(),
  protocol: protocolSchema,
  every: count,
  epochs: count,
  patienceEpochs: wholeNumber,
  batchSize: count,
  ranks: count,
  corpusRepeats: z.strictObject({
    ravdess: amount,
    tess: amount,
    'crema-d': amount,
    savee: amount,
    'emo-db': amount,
    folder: amount,
  }),
  classWeights: z.boolean(),
  network: z.strictObject({
    widths: z.tuple([count, count, count, count]),
    deformable: z.boolean(),
    dropout: share,
    batchNormMomentum: share,
  }),
  optimizer: z.strictObject({ learningRate: positive, weightDecay: amount }) satisfies z.ZodType<OptimizerConfig>,
  schedule: z.strictObject({
    kind: z.enum(SCHEDULE_KINDS),
    warmUpShare: share,
    plateauFactor: share,
    plateauPatienceEpochs: count,
    restartEpoch: wholeNumber,
    restartShare: share,
  }),
  waveform: waveformSchema,
  picture: pictureSchema,
}) satisfies z.ZodType<RunConfig>;

/**
 * Completes a run from what its file says, and from settings made beside it.
 * @param text JSON of an object that holds any part of a `RunConfig`
 * @param settings `key.path=value`, the value as JSON or, where it is none, as plain text; later ones win
 * @param name what to call the file in messages
 * @throws RangeError naming every key that is unknown and every value of the wrong kind
 */
export function readRunConfig(text: string, settings: readonly string[] = [], name = 'the configuration'): RunConfig {
  let merged: unknown = merge(DEFAULT_RUN, parseJson(text, name));
  for (const setting of settings) merged = merge(merged, parseSetting(setting));
  const { success, data, error } = runSchema.safeParse(merged);
  if (success) return data;
  throw new RangeError(`${name} does not describe a run:\n${error.issues.map(describeIssue).join('\n')}`);
}

/** What of a run differs from `base`: `key.path=value`, as `settings` of `readRunConfig` take them. */
export function listDifferences(config: RunConfig, base: RunConfig = DEFAULT_RUN): string[] {
  const values = new Map(flatten(base));
  return flatten(config)
    .filter(([path, value]) => values.get(path) !== value)
    .map(([path, value]) => `${path}=${value}`);
}

type PlainObject = Readonly<Record<string, unknown>>;

function isPlainObject(value: unknown): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Objects are merged key by key; anything else replaces what was there. */
function merge(base: unknown, changes: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(changes)) return changes;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(changes)) merged[key] = merge(base[key], value);
  return merged;
}

function parseJson(text: string, name: string): PlainObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new RangeError(`${name} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
  if (isPlainObject(value)) return value;
  throw new RangeError(`${name}: expected a JSON object, got ${text.slice(0, 40)}`);
}

function parseSetting(setting: string): PlainObject {
  const equals = setting.indexOf('=');
  if (equals <= 0) throw new RangeError(`Expected a setting such as optimizer.learningRate=1e-3, got ${setting}.`);
  const path = setting.slice(0, equals).split('.');
  return path.reduceRight<unknown>(
    (value, key) => ({ [key]: value }),
    parseValue(setting.slice(equals + 1)),
  ) as PlainObject;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String);
  if (issue.code !== 'unrecognized_keys') return `  ${path.join('.') || 'run'}: ${issue.message}`;
  const known = path.reduce<unknown>((value, key) => (isPlainObject(value) ? value[key] : undefined), DEFAULT_RUN);
  const keys = issue.keys.map((key) => [...path, key].join('.')).join(', ');
  return `  ${keys}: no such key; there are ${isPlainObject(known) ? Object.keys(known).join(', ') : 'none'}`;
}

function flatten(value: unknown, path = ''): [path: string, json: string][] {
  if (!isPlainObject(value)) return [[path, JSON.stringify(value)]];
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, path === '' ? key : `${path}.${key}`));
}
