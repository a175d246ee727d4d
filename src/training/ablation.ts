/**
 * The ablation: the deformable network and its plain twin, trained alike from several seeds, and compared on speakers that
 * neither has heard. Node only.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AblationComparison, AblationFigures, AblationPair, ModelCard } from '../contract/model-card';
import { computeAccuracy, computeUar, countConfusion, countSpeakers } from '../evaluation/confusion';
import { compareTwins } from '../evaluation/paired-bootstrap';
import { matchPlainTwin } from '../network/plain-twin';
import type { RunSummary } from './experiments';
import { judgePredictions, type ClipPrediction } from './predictions';
import type { RunConfig } from './run-config';

/** Which of the twins a run trains. */
export type TwinKind = 'deformable' | 'plain';

/** One run of the series. */
export interface AblationRun {
  readonly name: string;
  readonly kind: TwinKind;
  readonly config: RunConfig;
}

/** A finished run of the series and what it says of the clips. */
export interface JudgedRun extends AblationRun {
  readonly parameters: number;
  readonly clips: readonly ClipPrediction[];
}

/**
 * The runs of a series, twins in turns, so that what is there of an unfinished series can be compared. Needs a backend
 * to be set.
 * @param base the deformable network's run
 * @param prefix begins the name of every run
 * @throws RangeError when the run is not speaker-disjoint, a seed comes twice, or as `matchPlainTwin`
 */
export function planAblation(base: RunConfig, seeds: readonly number[], prefix: string): AblationRun[] {
  if (base.protocol.name !== 'speaker-disjoint') {
    throw new RangeError(`Expected a speaker-disjoint run to compare twins by, got ${base.protocol.name}.`);
  }
  if (seeds.length === 0 || new Set(seeds).size < seeds.length) {
    throw new RangeError(`Expected seeds that differ, got ${seeds.join(',') || 'none'}.`);
  }
  const networks = { deformable: base.network, plain: matchPlainTwin(base.network) };
  return seeds.flatMap((seed) =>
    (['deformable', 'plain'] as const).map((kind) => ({
      name: `${prefix}-${kind}-${seed}`,
      kind,
      config: { ...base, seed, network: networks[kind] },
    })),
  );
}

/**
 * Whether a run of the series has finished.
 * @throws RangeError when a run of that name has finished with another configuration
 */
export async function hasFinished({ config }: AblationRun, runFolder: string): Promise<boolean> {
  const path = join(runFolder, 'summary.json');
  if (!existsSync(path)) return false;
  const summary = JSON.parse(await readFile(path, 'utf8')) as RunSummary;
  if (JSON.stringify(summary.config) === JSON.stringify(config)) return true;
  throw new RangeError(`The run in ${runFolder} has another configuration: name another series or --restart.`);
}

/**
 * What the card says of a finished series.
 * @param runs as planned: each deformable network, then its twin
 * @param command repeats the series
 * @throws RangeError when runs are missing or have judged different clips
 */
export function compareSeries(
  runs: readonly JudgedRun[],
  command: string,
): Required<Pick<ModelCard, 'ablation' | 'ablationComparison'>> {
  const find = (kind: TwinKind, seed: number): JudgedRun => {
    const run = runs.find((other) => other.kind === kind && other.config.seed === seed);
    if (run) return run;
    throw new RangeError(`Expected a ${kind} network of seed ${seed}, there is none.`);
  };
  const seeds = [...new Set(runs.map(({ config }) => config.seed))];
  const pairs = seeds.map((seed) => ({ seed, deformable: find('deformable', seed), plain: find('plain', seed) }));
  const [first] = pairs;
  if (!first) throw new RangeError('Expected at least one pair of twins, got none.');
  const clips = first.deformable.clips;
  const ablation = pairs.map(({ seed, deformable, plain }): AblationPair => ({
    protocol: deformable.config.protocol.name,
    seed,
    deformable: describeNetwork(deformable),
    plain: describeNetwork(plain),
  }));
  const parts = divideClips(clips).map(([part, isIn]): AblationComparison['parts'][number] => {
    const select = ({ clips: judged }: JudgedRun): ReturnType<typeof judgePredictions> =>
      judgePredictions(judged.filter(isIn));
    const figures = compareTwins(
      pairs.map(({ deformable, plain }) => ({ deformable: select(deformable), plain: select(plain) })),
    );
    const own = clips.filter(isIn);
    return { part, clips: own.length, speakers: countSpeakers(own), ...figures };
  });
  return { ablation, ablationComparison: { command, epochs: first.deformable.config.epochs, parts } };
}

function describeNetwork({ parameters, clips }: JudgedRun): AblationFigures {
  const score = (judged: readonly ClipPrediction[]): { accuracy: number; uar: number } => {
    const confusion = countConfusion(judgePredictions(judged));
    return { accuracy: computeAccuracy(confusion), uar: computeUar(confusion) };
  };
  const perCorpus = listCorpora(clips).map((corpus) => [corpus, score(clips.filter((clip) => clip.corpus === corpus))]);
  return { ...score(clips), parameters, perCorpus: Object.fromEntries(perCorpus) as AblationFigures['perCorpus'] & {} };
}

type ClipChoice = (clip: ClipPrediction) => boolean;

/** All clips, those of each corpus where there are several, and thirds by how long somebody speaks. */
function divideClips(clips: readonly ClipPrediction[]): (readonly [part: string, isIn: ClipChoice])[] {
  const corpora = listCorpora(clips);
  const durations = clips.map(({ spokenSec }) => spokenSec).sort((a, b) => a - b);
  const [shortSec = 0, mediumSec = 0] = [1, 2].map((third) => durations[Math.ceil((third * durations.length) / 3) - 1]);
  const thirds: (readonly [string, ClipChoice])[] = [
    [`up to ${shortSec.toFixed(2)} s of speech`, ({ spokenSec }) => spokenSec <= shortSec],
    [
      `${shortSec.toFixed(2)} to ${mediumSec.toFixed(2)} s of speech`,
      ({ spokenSec }) => spokenSec > shortSec && spokenSec <= mediumSec,
    ],
    [`more than ${mediumSec.toFixed(2)} s of speech`, ({ spokenSec }) => spokenSec > mediumSec],
  ];
  const perCorpus = corpora.map((name) => [name, (clip: ClipPrediction) => clip.corpus === name] as const);
  return [['all', () => true] as const, ...(corpora.length > 1 ? perCorpus : []), ...thirds].filter(([, isIn]) =>
    clips.some(isIn),
  );
}

function listCorpora(clips: readonly ClipPrediction[]): ClipPrediction['corpus'][] {
  return [...new Set(clips.map(({ corpus }) => corpus))].sort();
}
