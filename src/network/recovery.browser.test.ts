/** A GPU that is taken away, hangs or never comes back: the answers stay the same. */
import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from './backend';
import { NETWORK_CONFIG } from './build';
import { loadClassifier, type Classifier } from './classifier';
import type { ReadModelFile } from './load-network';
import { DEADLINES } from './running-network';
import { createRandomWindows, publishRandomNetwork } from './test-published-network';
import { WASM_ADDRESSES } from './wasm-addresses';

/** What an answer may differ by between backends: sums of float32 in another order, ten layers deep. */
const TOLERANCE = 1e-3;
/** All layers of the network that ships, thinner: software rendering then takes its time for the shaders alone. */
const THIN_CONFIG = { ...NETWORK_CONFIG, widths: [8, 16, 16, 16] } as const;
/** Software rendering on a busy machine: several warm-ups of seconds each. */
const TIMEOUT_MS = 180_000;

const windows = createRandomWindows(3);
let readFile: ReadModelFile;
let expected: number[][];
let classifier: Classifier;

function load(backend: 'webgl' | 'wasm' | 'auto', laterMs = DEADLINES.laterMs): Promise<Classifier> {
  const deadlines = { ...DEADLINES, laterMs };
  return loadClassifier({ readFile, backend, wasmPaths: WASM_ADDRESSES, onProgress: () => undefined, deadlines });
}

function getContext(): WebGL2RenderingContext {
  const backend = tf.backend();
  if (!(backend instanceof MathBackendWebGL)) throw new Error(`Expected webgl, got ${tf.getBackend()}.`);
  return backend.getGPGPUContext().gl as WebGL2RenderingContext;
}

function loseContext(): void {
  getContext().getExtension('WEBGL_lose_context')?.loseContext();
}

function expectSameAnswers(answers: readonly (readonly number[])[]): void {
  expect(answers).toHaveLength(expected.length);
  const differences = answers.flatMap((row, index) =>
    row.map((probability, emotion) => Math.abs(probability - (expected[index]?.[emotion] ?? NaN))),
  );
  expect(Math.max(...differences)).toBeLessThan(TOLERANCE);
}

beforeAll(async () => {
  await startWasm(WASM_ADDRESSES);
  readFile = await publishRandomNetwork(THIN_CONFIG);
  classifier = await load('wasm');
  expected = await classifier.classify(windows);
  classifier.dispose();
  // Were all answers alike, or certain, agreement would mean nothing.
  const [first, , last] = expected;
  const differences = first?.map((probability, emotion) => Math.abs(probability - (last?.[emotion] ?? NaN))) ?? [];
  expect(Math.max(...differences)).toBeGreaterThan(20 * TOLERANCE);
  expect(Math.max(...expected.flat())).toBeLessThan(0.999);
}, TIMEOUT_MS);

afterEach(() => {
  vi.restoreAllMocks();
  classifier.dispose();
});

describe('a lost context', { timeout: TIMEOUT_MS }, () => {
  it('before the first window and after the last one', async () => {
    classifier = await load('webgl');
    expect(classifier).toMatchObject({ backend: 'webgl', reason: 'forced' });
    const before = getContext();
    loseContext();
    expectSameAnswers(await classifier.classify(windows));
    expect(classifier).toMatchObject({ backend: 'webgl', reason: 'forced' });
    expect(getContext()).not.toBe(before);

    loseContext();
    // A visitor's next recording comes long after the browser has told of the loss.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expectSameAnswers(await classifier.classify(windows));
    expect(classifier.backend).toBe('webgl');
  });

  it('while a window is read', async () => {
    classifier = await load('webgl');
    const before = getContext();
    const tensorsBefore = tf.memory().numTensors;
    const answers = await classifier.classify(windows, (done) => {
      // In a task of its own: by then the next window's answer is being waited for.
      if (done === 1) setTimeout(loseContext);
    });
    expectSameAnswers(answers);
    expect(before.isContextLost()).toBe(true);
    expect(classifier.backend).toBe('webgl');
    expect(tf.memory().numTensors).toBe(tensorsBefore);
  });

  it('that does not come back moves to wasm, for good', async () => {
    classifier = await load('webgl');
    vi.spyOn(OffscreenCanvas.prototype, 'getContext').mockReturnValue(null);
    const answers = await classifier.classify(windows, (done) => {
      if (done === 1) setTimeout(loseContext);
    });
    expectSameAnswers(answers);
    expect(classifier).toMatchObject({ backend: 'wasm', reason: 'webgl-failed' });
    vi.restoreAllMocks();
    expectSameAnswers(await classifier.classify(windows));
    expect(classifier.backend).toBe('wasm');
  });
});

it(
  'a GPU that hangs is given up at the deadline, and nothing asks it any more',
  async () => {
    const laterMs = 4000;
    classifier = await load('webgl', laterMs);
    const hanging = getContext();
    const askFence = vi.spyOn(hanging, 'clientWaitSync').mockReturnValue(hanging.TIMEOUT_EXPIRED);
    const startedAtMs = performance.now();
    expectSameAnswers(await classifier.classify(windows));
    expect(performance.now() - startedAtMs).toBeGreaterThan(laterMs);
    expect(classifier.backend).toBe('webgl');
    expect(getContext()).not.toBe(hanging);
    const asked = askFence.mock.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(askFence.mock.calls.length).toBe(asked);
  },
  TIMEOUT_MS,
);

it('software rendering goes to wasm at once, without a shader', async () => {
  const compile = vi.spyOn(WebGL2RenderingContext.prototype, 'compileShader');
  classifier = await load('auto');
  expect(classifier).toMatchObject({ backend: 'wasm', reason: 'software-renderer', toRemember: null });
  expectSameAnswers(await classifier.classify(windows));
  expect(compile).not.toHaveBeenCalled();
});

describe('where the renderer is a GPU by name', { timeout: TIMEOUT_MS }, () => {
  /** The renderer that the browser tells of; it still draws in software, and slowly. */
  function pretendGpu(): void {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called on each object with `this`, below.
    const readParameter = WebGL2RenderingContext.prototype.getParameter;
    const extension = 0x9246; // UNMASKED_RENDERER_WEBGL
    vi.spyOn(WebGL2RenderingContext.prototype, 'getParameter').mockImplementation(function (
      this: WebGL2RenderingContext,
      name,
    ) {
      return name === extension ? 'Testing GPU 9000' : (readParameter.call(this, name) as unknown);
    });
  }

  it('both backends are measured, and the faster one is remembered', async () => {
    pretendGpu();
    const tensorsBefore = tf.memory().numTensors;
    classifier = await load('auto');
    expect(classifier.reason).toBe('measured');
    expect(classifier.toRemember).toEqual({
      modelVersion: 'random',
      renderer: 'Testing GPU 9000',
      backend: classifier.backend,
    });
    expectSameAnswers(await classifier.classify(windows));
    const remembered = classifier.toRemember;
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(tensorsBefore);

    const compile = vi.spyOn(WebGL2RenderingContext.prototype, 'compileShader');
    classifier = await loadClassifier({
      readFile,
      backend: 'auto',
      remembered,
      wasmPaths: WASM_ADDRESSES,
      onProgress: () => undefined,
    });
    expect(classifier).toMatchObject({ backend: remembered?.backend, reason: 'remembered', toRemember: null });
    // Software rendering, whatever it calls itself, has lost against wasm.
    expect(classifier.backend).toBe('wasm');
    expect(compile).not.toHaveBeenCalled();
  });
});
