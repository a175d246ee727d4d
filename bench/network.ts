/** The whole network per backend and batch size: in a browser on wasm and WebGL in turns, in Node on wasm. */
import { createModelFolderReader } from '../src/training/publish';
import { startNodeBackend } from '../src/testing/node-backend';
import { withBenchPage } from './bench-browser';
import { formatFigure, formatTable } from './markdown';
import { measureBatches, type NetworkMeasurement } from './measure-network';

/** What was found, and of how many turns each figure is the median. */
export interface NetworkFigures {
  readonly turns: number;
  readonly browser: readonly NetworkMeasurement[];
  readonly node: readonly NetworkMeasurement[];
}

/** Measures the network of `public/model`; all of it on one thread but what WebGL's renderer takes. */
export async function measureNetwork(turns: number): Promise<NetworkFigures> {
  const browser = await withBenchPage((page) =>
    page.evaluate(async (pageTurns) => globalThis.benchPage?.measureNetwork(pageTurns), turns),
  );
  await startNodeBackend('wasm');
  const node = await measureBatches(['wasm'], createModelFolderReader('public/model'), turns);
  return { turns, browser: browser ?? [], node };
}

/** Writes the figures as Markdown. */
export function formatNetwork({ turns, browser, node }: NetworkFigures): string {
  const formatRow = (place: string, comparable: boolean, measurement: NetworkMeasurement): string[] => [
    measurement.backend,
    place,
    String(measurement.batchSize),
    formatFigure(measurement.medianMs, 1),
    formatFigure(measurement.windowsPerSec, 0),
    formatFigure(measurement.perWindowRatioToOne, 2),
    formatFigure(comparable ? measurement.ratioToFirst : null, 1),
  ];
  return [
    `Medians of ${turns} interleaved turns of 32 windows, from their values to their probabilities.`,
    '',
    formatTable(
      {
        text: ['backend', 'where'],
        figures: ['batch', 'median ms', 'windows/s', 'per window ÷ batch 1', "÷ the browser's wasm"],
      },
      [
        ...node.map((measurement) => formatRow('Node', false, measurement)),
        ...browser.map((measurement) => formatRow('Chromium', true, measurement)),
      ],
    ),
  ].join('\n');
}
