/** Training throughput of the shipped network on one thread and on two, in one Node process. */
import { EMOTIONS } from '../src/contract/emotions';
import { SAMPLE_RATE_HZ } from '../src/contract/pcm';
import { buildNetwork, NETWORK_CONFIG } from '../src/network/build';
import { createSeededRandom } from '../src/testing/seeded-random';
import { synthesiseSpeech, type Phone } from '../src/testing/synthesise-speech';
import { AUGMENTATION } from '../src/training/batches';
import { extractClip } from '../src/training/clip-features';
import { describeWindows, type SourceDescription } from '../src/training/example-source';
import { startNodeBackend } from '../src/training/node-backend';
import { prepareRun } from '../src/training/prepare-run';
import { OPTIMIZER } from '../src/training/optimizer';
import { RankGroup } from '../src/training/rank-group';
import { DEFAULT_RUN } from '../src/training/run-config';
import { computeMedian } from './statistics';

/** What one number of threads achieved. */
export interface TrainingMeasurement {
  readonly threads: number;
  /** Clips of a labelled folder, or synthesised ones where none was named. */
  readonly trainedOn: string;
  /** Whole steps: building the batch with all augmentation, forward, backward, optimizer. */
  readonly medianSamplesPerSec: number;
  readonly bestSamplesPerSec: number;
  /** Median over turns of the ratio to one thread in the same turn: other work on the machine slows both alike. */
  readonly ratioToOneThread: number;
}

const THREADS = [1, 2] as const;
const BATCH_SIZE = 64;
/** Steps before the clock starts, so that everything is compiled and all memory allocated. */
const WARM_UP_TURNS = 2;
const SYNTHESISED_CLIPS = 96;

/**
 * Measures one and two threads in turns, a step each, on the same batches.
 * @param turns at least 1
 * @param dataFolder labelled recordings to train on; synthesised speech without it
 * @throws Error when a rank dies, or the folder holds no labelled recording
 */
export async function measureTraining(turns: number, dataFolder?: string): Promise<TrainingMeasurement[]> {
  await startNodeBackend();
  const { source, examples, trainedOn } = await loadSource(dataFolder);
  const stepsPerEpoch = Math.floor(examples / BATCH_SIZE);
  const contenders = THREADS.map((ranks) => {
    const model = buildNetwork(NETWORK_CONFIG);
    const group = new RankGroup(model, source, {
      network: NETWORK_CONFIG,
      augmentation: AUGMENTATION,
      optimizer: OPTIMIZER,
      batchSize: BATCH_SIZE,
      classWeights: true,
      seed: 1,
      ranks,
      stepsPerEpoch,
    });
    return { ranks, model, group, speeds: [] as number[] };
  });
  try {
    for (let turn = 0; turn < turns + WARM_UP_TURNS; turn++) {
      const place = { epoch: 1 + Math.floor(turn / stepsPerEpoch), batch: turn % stepsPerEpoch };
      for (const { group, speeds } of contenders) {
        const startMs = performance.now();
        await group.runStep(place, 1);
        if (turn >= WARM_UP_TURNS) speeds.push((1000 * BATCH_SIZE) / (performance.now() - startMs));
      }
    }
  } finally {
    for (const { group, model } of contenders) {
      await group.stop();
      model.dispose();
    }
  }
  const ofOne = contenders[0]?.speeds ?? [];
  return contenders.map(({ ranks, speeds }) => ({
    threads: ranks,
    trainedOn,
    medianSamplesPerSec: computeMedian(speeds),
    bestSamplesPerSec: Math.max(...speeds),
    ratioToOneThread: computeMedian(speeds.map((speed, turn) => speed / (ofOne[turn] ?? NaN))),
  }));
}

/** Formats the measurements as a Markdown table. */
export function formatTraining(measurements: readonly TrainingMeasurement[]): string {
  const rows = measurements.map(
    ({ threads, medianSamplesPerSec, bestSamplesPerSec, ratioToOneThread }) =>
      `| ${threads} | ${medianSamplesPerSec.toFixed(1)} | ${bestSamplesPerSec.toFixed(1)} | ${ratioToOneThread.toFixed(2)} |`,
  );
  return [
    `Whole steps of training the shipped network in Node on ${measurements[0]?.trainedOn ?? 'nothing'}, batches of ${BATCH_SIZE}, threads in turns.`,
    '',
    '| threads | samples/s, median | samples/s, best | ÷ one thread |',
    '| ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

interface LoadedSource {
  readonly source: SourceDescription;
  readonly examples: number;
  readonly trainedOn: string;
}

async function loadSource(dataFolder: string | undefined): Promise<LoadedSource> {
  if (dataFolder !== undefined) {
    const { source, training } = await prepareRun(dataFolder, '.cache/recordings', DEFAULT_RUN, () => undefined);
    return { source, examples: training.length, trainedOn: `${training.length} recordings` };
  }
  const clips = Array.from({ length: SYNTHESISED_CLIPS }, (_, i) => {
    const emotion = EMOTIONS[i % EMOTIONS.length] ?? 'neutral';
    const samples = synthesiseSpeech(inventPhones(i), SAMPLE_RATE_HZ);
    const clip = { path: `${i}.wav`, corpus: 'folder', speaker: 'folder/synthesiser', emotion } as const;
    return extractClip({ clip, pcm: { samples, sampleRateHz: SAMPLE_RATE_HZ } });
  });
  const source = describeWindows(clips);
  const examples = source.labels.length;
  return { source, examples, trainedOn: `features of ${examples} synthesised voices` };
}

/** Two to three seconds of vowels and consonants. */
function inventPhones(seed: number): Phone[] {
  const random = createSeededRandom(seed + 1);
  return Array.from({ length: 16 }, () => {
    const isVoiced = random() < 0.75;
    return {
      durationSec: 0.1 + 0.1 * random(),
      formantsHz: [300 + 500 * random(), 900 + 1300 * random(), 2300 + 600 * random(), 3400 + 400 * random()],
      pitchHz: 90 + 160 * random(),
      voice: isVoiced ? 1 : 0,
      noise: isVoiced ? 0.05 : 0.6,
    };
  });
}
