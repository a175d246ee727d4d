/**
 * What was tried and what came of it: one summary per run, one row per summary in a Markdown table. The table is the only
 * store, so that rows of runs made elsewhere stay: a row is known by the name of its run.
 */
import type { CorpusName, Report } from '../contract/report';
import { average } from '../evaluation/confusion';
import { listDifferences, type RunConfig } from './run-config';

/** What is left of a run when its checkpoints are gone. */
export interface RunSummary {
  readonly name: string;
  /** ISO 8601. */
  readonly finishedAt: string;
  readonly config: RunConfig;
  readonly clips: { readonly training: number; readonly validation: number };
  readonly epochs: number;
  readonly bestEpoch: number;
  /** Of the best epoch, on validation clips: shares 0…1, and the mean cross-entropy in nats. */
  readonly validation: {
    readonly loss: number;
    readonly accuracy: number;
    readonly uarPerCorpus: Readonly<Partial<Record<CorpusName, number>>>;
  };
  /** Median over the epochs trained in one go; null when none was. */
  readonly samplesPerSec: number | null;
}

/** What a report says of a run's best epoch. */
export function summariseValidation({ accuracy, perCorpus }: Report, loss: number): RunSummary['validation'] {
  const uarPerCorpus = Object.fromEntries(Object.entries(perCorpus).map(([corpus, { uar }]) => [corpus, uar]));
  return { loss, accuracy, uarPerCorpus };
}

const COLUMNS = [
  'run',
  'finished (UTC)',
  'differs from the shipped run in',
  'seed',
  'clips',
  'best epoch',
  'loss',
  'accuracy',
  'UAR, mean of corpora',
  'UAR per corpus',
  'clips/s',
] as const;

/**
 * Adds a row per run to the table of a Markdown text, in place of the run's earlier one, sorted by the time at which they
 * finished. Everything around the table stays as it is.
 * @param text holds the table's head, or gets it at its end
 * @returns unformatted Markdown
 */
export function updateTable(text: string, summaries: readonly RunSummary[]): string {
  const lines = text.split('\n');
  const found = lines.findIndex((line) => readCells(line)?.[0] === COLUMNS[0]);
  const first = found === -1 ? lines.length : found;
  const length = lines.slice(first).findIndex((line) => readCells(line) === null);
  const end = length === -1 ? lines.length : first + length;
  const rows = new Map(
    lines
      .slice(first + 2, end)
      .map((line) => readCells(line) ?? [])
      .map((cells) => [cells[0], cells]),
  );
  for (const summary of summaries) {
    const cells = describeRun(summary);
    rows.set(cells[0], cells);
  }
  const sorted = [...rows.values()].sort((a, b) => compare(a[1], b[1]) || compare(a[0], b[0]));
  const table = [COLUMNS, COLUMNS.map(() => '---'), ...sorted].map((cells) => `| ${cells.join(' | ')} |`);
  return [...lines.slice(0, first), ...table, ...lines.slice(end)].join('\n');
}

function describeRun({
  name,
  finishedAt,
  config,
  clips,
  epochs,
  bestEpoch,
  validation,
  samplesPerSec,
}: RunSummary): string[] {
  const differences = summariseWaveform(config, listDifferences(config)).filter((one) => !one.startsWith('seed='));
  const { loss, accuracy, uarPerCorpus } = validation;
  const corpora = Object.entries(uarPerCorpus).sort(([a], [b]) => compare(a, b));
  return [
    name,
    finishedAt.slice(0, 16).replace('T', ' '),
    differences.map((setting) => `\`${setting}\``).join(', ') || 'nothing',
    String(config.seed),
    `${clips.training} + ${clips.validation}`,
    `${bestEpoch} of ${epochs}`,
    loss.toFixed(3),
    percent(accuracy),
    percent(average(corpora.map(([, uar]) => uar))),
    corpora.map(([corpus, uar]) => `${corpus} ${percent(uar)}`).join(', '),
    samplesPerSec === null ? '' : samplesPerSec.toFixed(0),
  ];
}

/** Says in one word what switches all of waveform augmentation off. */
function summariseWaveform({ waveform }: RunConfig, differences: readonly string[]): string[] {
  if (Object.values(waveform).some(({ share }) => share > 0)) return [...differences];
  return ['waveform=off', ...differences.filter((setting) => !setting.startsWith('waveform.'))];
}

/** The cells of a line of a table, or null where it is none. */
function readCells(line: string): string[] | null {
  const match = /^\s*\|(.*)\|\s*$/.exec(line);
  return match?.[1]?.split('|').map((cell) => cell.trim()) ?? null;
}

function compare(a = '', b = ''): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
