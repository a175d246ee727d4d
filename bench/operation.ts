/** The deformable convolution on every backend against `tf.conv2d`, a composition of stock ops and onnxruntime-web. */
import { startNodeBackend } from '../src/testing/node-backend';
import { withBenchPage } from './bench-browser';
import { formatFigure, formatTable } from './markdown';
import type { Measurement } from './measure-shape';
import { measureShape } from './measure-shape';
import { loadOnnxruntime } from './onnxruntime-peer';
import { BENCH_SHAPES } from './shapes';

/** Measurements of one backend. */
export interface BackendResult {
  readonly backend: 'webgl' | 'wasm';
  readonly measurements: readonly Measurement[];
}

/** What was found, and of how many turns each figure is the median. */
export interface OperationFigures {
  readonly turns: number;
  readonly backends: readonly BackendResult[];
}

/** Measures every shape, on WebGL in a browser and on wasm in this process, which has one thread for it. */
export async function measureOperation(turns: number): Promise<OperationFigures> {
  const webgl = await withBenchPage(async (page) => {
    const measurements: Measurement[] = [];
    for (const shape of BENCH_SHAPES) {
      const ofShape = await page.evaluate(
        async (parameters) => globalThis.benchPage?.measureShape(parameters.shape, parameters.turns),
        { shape, turns },
      );
      measurements.push(...(ofShape ?? []));
    }
    return measurements;
  });
  await startNodeBackend('wasm');
  const openPeer = await loadOnnxruntime();
  if (openPeer === null) console.log('onnxruntime-web is left out; to compare with it: npm ci --prefix bench/peers');
  const wasm: Measurement[] = [];
  for (const shape of BENCH_SHAPES) wasm.push(...(await measureShape(shape, turns, openPeer)));
  return {
    turns,
    backends: [
      { backend: 'webgl', measurements: webgl },
      { backend: 'wasm', measurements: wasm },
    ],
  };
}

/** Writes the figures as Markdown. */
export function formatOperation({ turns, backends }: OperationFigures): string {
  const rows = backends.flatMap(({ backend, measurements }) =>
    measurements.map(({ shape, variant, medianMs, ratioToConv2d, maxError }) => [
      backend,
      shape,
      variant,
      formatFigure(medianMs, 1),
      formatFigure(ratioToConv2d, 2),
      maxError === null ? '–' : maxError.toExponential(1),
    ]),
  );
  return [
    `Medians of ${turns} interleaved turns, batch 1, 3×3, with modulation mask; WebGL in Chromium, wasm in Node.`,
    '',
    formatTable({ text: ['backend', 'shape', 'way'], figures: ['median ms', '÷ conv2d', 'max error'] }, rows),
  ].join('\n');
}
