/** What a run of the benchmark found, as data and as a table. */
import type { Measurement } from './measure';

/** Measurements of one backend. */
export interface BackendResult {
  readonly backend: 'webgl' | 'wasm';
  readonly measurements: readonly Measurement[];
}

/** Everything `npm run bench -- --json FILE` writes. */
export interface BenchReport {
  /** Processor, cores, renderer, browser and Node in one line: ratios carry over to other machines better than times. */
  readonly machine: string;
  readonly repetitions: number;
  readonly backends: readonly BackendResult[];
}

const HEADER = ['backend', 'shape', 'way', 'median ms', '÷ conv2d', 'max error'];

/** Formats a report as a Markdown table below the machine's line. */
export function formatReport({ machine, repetitions, backends }: BenchReport): string {
  const rows = backends.flatMap(({ backend, measurements }) =>
    measurements.map(({ shape, variant, medianMs, ratioToConv2d, maxError }) => [
      backend,
      shape,
      variant,
      medianMs.toFixed(1),
      ratioToConv2d.toFixed(2),
      maxError === null ? '–' : maxError.toExponential(1),
    ]),
  );
  const widths = HEADER.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const formatRow = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return [
    machine,
    `Medians of ${repetitions} interleaved runs, batch 1, 3×3, with modulation mask.`,
    '',
    formatRow(HEADER),
    rule,
    ...rows.map(formatRow),
  ].join('\n');
}
