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

/** What one number of threads achieved. */
export interface TrainingMeasurement {
  readonly processes: number;
  /** Whole steps: building the batch with all augmentation, forward, backward, optimizer. */
  readonly medianSamplesPerSec: number;
  readonly bestSamplesPerSec: number;
  /** Median over turns of the ratio to one thread in the same turn: other work on the machine slows both alike. */
  readonly ratioToOneProcess: number;
}

const PROCESSES = [1, 2] as const;
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
  const { source, examples } = await loadSource(dataFolder);
  const stepsPerEpoch = Math.floor(examples / BATCH_SIZE);
  const contenders = PROCESSES.map((ranks) => {
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
    processes: ranks,
    medianSamplesPerSec: computeMedian(speeds),
    bestSamplesPerSec: Math.max(...speeds),
    ratioToOneProcess: computeMedian(speeds.map((speed, turn) => speed / (ofOne[turn] ?? NaN))),
  }));
}

/** Formats the measurements as a Markdown table. */
export function formatTraining(measurements: readonly TrainingMeasurement[]): string {
  const rows = measurements.map(
    ({ processes, medianSamplesPerSec, bestSamplesPerSec, ratioToOneProcess }) =>
      `| ${processes.toString().padStart(9)} | ${medianSamplesPerSec.toFixed(1).padStart(16)} | ${bestSamplesPerSec.toFixed(1).padStart(14)} | ${ratioToOneProcess.toFixed(2).padStart(5)} |`,
  );
  return [
    `Training of the shipped network in Node, batches of ${BATCH_SIZE} with all augmentation.`,
    '',
    '| processes | samples/s median | samples/s best | ÷ one |',
    '|-----------|------------------|----------------|-------|',
    ...rows,
  ].join('\n');
}

async function loadSource(dataFolder: string | undefined): Promise<{ source: SourceDescription; examples: number }> {
  if (dataFolder !== undefined) {
    const { source, training } = await prepareRun(dataFolder, '.cache/recordings', DEFAULT_RUN, () => undefined);
    return { source, examples: training.length };
  }
  const clips = Array.from({ length: SYNTHESISED_CLIPS }, (_, i) => {
    const emotion = EMOTIONS[i % EMOTIONS.length] ?? 'neutral';
    const samples = synthesiseSpeech(inventPhones(i), SAMPLE_RATE_HZ);
    const clip = { path: `${i}.wav`, corpus: 'folder', speaker: 'folder/synthesiser', emotion } as const;
    return extractClip({ clip, pcm: { samples, sampleRateHz: SAMPLE_RATE_HZ } });
  });
  const source = describeWindows(clips);
  return { source, examples: source.labels.length };
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

function computeMedian(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? NaN)) / 2;
}
