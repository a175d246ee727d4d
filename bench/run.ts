/**
 * `npm run bench`: the deformable convolution against `tf.conv2d` of the same shape, a composition of stock ops and, if
 * it is installed (`bench/peers`), onnxruntime-web, on WebGL in a real browser and on wasm in Node; the features of a
 * window against Meyda's, in Node. Options: `--json FILE` writes the numbers, `--quick` runs few turns.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { describeLaunch } from '../scripts/browser';
import { ensureBrowser } from '../scripts/ensure-browser';
import { startNodeBackend } from '../src/testing/node-backend';
import { formatFeatures, measureFeatures } from './features';
import type { Measurement } from './measure';
import { measureShape } from './measure';
import { loadOnnxruntime } from './onnxruntime-peer';
import type { BackendResult } from './report';
import { formatReport } from './report';
import { BENCH_SHAPES } from './shapes';

const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const REPETITIONS = 15;
const QUICK_REPETITIONS = 3;
/** A window's features take milliseconds: many turns cost little. */
const FEATURES_TURNS = 100;
const QUICK_FEATURES_TURNS = 10;

interface WebglRun {
  readonly result: BackendResult;
  readonly renderer: string;
  readonly browserVersion: string;
}

async function measureOnWebgl(repetitions: number): Promise<WebglRun> {
  ensureBrowser();
  const server = await createServer({
    root: PROJECT_FOLDER,
    configFile: false,
    cacheDir: '.cache/vite-bench',
    logLevel: 'error',
    // Found late, they would reload the page while it measures.
    optimizeDeps: {
      include: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-webgl'],
      entries: ['bench/page.ts'],
    },
  });
  try {
    await server.listen();
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error('Expected the development server to listen on a local address');
    const browser = await chromium.launch(describeLaunch());
    try {
      const page = await browser.newPage();
      await page.goto(new URL('bench/index.html', address).href);
      await page.waitForFunction(() => globalThis.benchPage !== undefined);
      const renderer = await page.evaluate(() => globalThis.benchPage?.start());
      const measurements: Measurement[] = [];
      for (const shape of BENCH_SHAPES) {
        const ofShape = await page.evaluate(
          (parameters) => globalThis.benchPage?.measure(parameters.shape, parameters.repetitions),
          { shape, repetitions },
        );
        measurements.push(...(ofShape ?? []));
      }
      return {
        result: { backend: 'webgl', measurements },
        renderer: renderer ?? 'unknown renderer',
        browserVersion: browser.version(),
      };
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

async function measureOnWasm(repetitions: number): Promise<BackendResult> {
  await startNodeBackend('wasm');
  const openPeer = await loadOnnxruntime();
  if (openPeer === null) console.log('onnxruntime-web is left out; to compare with it: npm ci --prefix bench/peers');
  const measurements: Measurement[] = [];
  for (const shape of BENCH_SHAPES) measurements.push(...(await measureShape(shape, repetitions, openPeer)));
  return { backend: 'wasm', measurements };
}

const { values: options } = parseArgs({
  options: { json: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
const repetitions = options.quick ? QUICK_REPETITIONS : REPETITIONS;
const features = measureFeatures(options.quick ? QUICK_FEATURES_TURNS : FEATURES_TURNS);
const wasmResult = await measureOnWasm(repetitions);
const webgl = await measureOnWebgl(repetitions);
const processor = cpus()[0]?.model ?? 'unknown processor';
const machine =
  `${processor}, ${availableParallelism()} cores; ${webgl.renderer}; ` +
  `Chromium ${webgl.browserVersion}; wasm in Node ${process.versions.node}`;
const report = { machine, repetitions, backends: [webgl.result, wasmResult] };
console.log(`${formatReport(report)}\n\n${formatFeatures(features)}`);
if (options.json !== undefined) await writeFile(options.json, `${JSON.stringify({ ...report, features }, null, 2)}\n`);
