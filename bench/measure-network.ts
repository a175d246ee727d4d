/** Measuring the published network as it is loaded for inference; the same code runs in the page and in Node. */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { FEATURE_SHAPE } from '../src/contract/features';
import type { BackendName } from '../src/contract/prediction';
import { readNetwork, type ReadModelFile } from '../src/network/load-network';
import { buildInferenceModel } from '../src/network/running-network';
import { createUniformValues } from '../src/testing/seeded-random';
import { computeMedian, computeMedianRatio } from './statistics';

/** Windows of 3 s that one call of the network takes. */
export const BATCH_SIZES = [1, 8, 32] as const;
/** Windows of a turn, whatever the batch size: so many in a row find the caches as on the page. */
const WINDOWS_PER_TURN = 32;

/** One backend with one batch size. */
export interface NetworkMeasurement {
  readonly backend: BackendName;
  readonly batchSize: number;
  /** Of one call, from the windows' values to their probabilities, both in this thread's memory. */
  readonly medianMs: number;
  readonly windowsPerSec: number;
  /** Time per window relative to a batch of one, median over turns. */
  readonly perWindowRatioToOne: number;
  /** Time relative to the first backend, median over turns. */
  readonly ratioToFirst: number;
}

/** One backend with one batch size, while it is measured. */
interface Contender {
  readonly backend: BackendName;
  readonly batchSize: number;
  readonly run: () => Promise<void>;
  /** Of a call, one value for each turn. */
  readonly timesMs: number[];
}

/**
 * Measures every batch size on every backend, all of them in turns after a call to warm up. In a turn each of them judges
 * the same number of windows.
 * @param backends already known to tfjs and able to start
 * @param turns at least 1
 */
export async function measureBatches(
  backends: readonly BackendName[],
  readFile: ReadModelFile,
  turns: number,
): Promise<NetworkMeasurement[]> {
  const { artifacts } = await readNetwork(readFile, () => undefined);
  const models: LayersModel[] = [];
  const contenders: Contender[] = [];
  for (const backend of backends) {
    await tf.setBackend(backend);
    // A model's weights stay on the backend that was current when it was made.
    const model = await buildInferenceModel(artifacts);
    models.push(model);
    for (const batchSize of BATCH_SIZES) {
      const shape = [batchSize, ...FEATURE_SHAPE];
      const values = createUniformValues(tf.util.sizeFromShape(shape), -1.7, 1.7, batchSize);
      const run = async (): Promise<void> => {
        const probabilities = tf.tidy(() => tf.softmax(model.predict(tf.tensor(values, shape)) as tf.Tensor));
        await probabilities.data();
        probabilities.dispose();
      };
      await run();
      contenders.push({ backend, batchSize, run, timesMs: [] });
    }
  }
  for (let turn = 0; turn < turns; turn++) {
    for (const { backend, batchSize, run, timesMs } of contenders) {
      await tf.setBackend(backend);
      const calls = WINDOWS_PER_TURN / batchSize;
      const startMs = performance.now();
      for (let call = 0; call < calls; call++) await run();
      timesMs.push((performance.now() - startMs) / calls);
    }
  }
  for (const model of models) model.dispose();
  return compareContenders(contenders);
}

function compareContenders(contenders: readonly Contender[]): NetworkMeasurement[] {
  const first = contenders[0]?.backend;
  const timesOf = (backend: BackendName | undefined, batchSize: number): readonly number[] =>
    contenders.find((other) => other.backend === backend && other.batchSize === batchSize)?.timesMs ?? [];
  return contenders.map(({ backend, batchSize, timesMs }) => {
    const medianMs = computeMedian(timesMs);
    return {
      backend,
      batchSize,
      medianMs,
      windowsPerSec: (1000 * batchSize) / medianMs,
      perWindowRatioToOne: computeMedianRatio(timesMs, timesOf(backend, 1)) / batchSize,
      ratioToFirst: computeMedianRatio(timesMs, timesOf(first, batchSize)),
    };
  });
}
