import type { AblationPair, ModelCard, PairedFigure } from '../../contract/model-card';
import { formatCount, formatShare, formatTable } from './markdown';

/** An ablation as Markdown: every pair of networks, then what they say together where it was computed. */
export function formatComparison({
  ablation = [],
  ablationComparison,
}: Pick<ModelCard, 'ablation' | 'ablationComparison'>): string[] {
  const pairs = formatTable(
    ['protocol', 'seed', 'deformable: accuracy', 'UAR', 'parameters', 'plain: accuracy', 'UAR', 'parameters'],
    ablation.map(formatPair),
  );
  const corpora = formatCorpora(ablation);
  if (!ablationComparison) return [...pairs, ...corpora];
  const { command, epochs, parts } = ablationComparison;
  const differences = parts.map(({ part, clips, speakers, accuracy, uar, speakerDeviation }) => [
    part,
    formatCount(clips),
    formatCount(speakers),
    ...[accuracy, uar, speakerDeviation].flatMap((figure) => [
      formatDifference(figure),
      formatShare(figure.shareAhead),
    ]),
  ]);
  const figures = parts.map(({ part, accuracy, uar, speakerDeviation }) => [
    part,
    ...[accuracy, uar, speakerDeviation].flatMap(({ deformable, plain }) => [
      formatShare(deformable),
      formatShare(plain),
    ]),
  ]);
  return [
    ...pairs,
    ...corpora,
    `Means over the seeds; every network was trained for ${epochs} epochs. The deviation is the standard deviation of ` +
      'accuracy from speaker to speaker.',
    '',
    ...formatTable(
      ['clips', ...['accuracy', 'UAR', 'deviation'].flatMap((name) => [`${name}: deformable`, 'plain'])],
      figures,
    ),
    'Deformable less plain, in percentage points, with 95 % intervals by paired bootstrap over speakers, and the share of ' +
      'the resamples in which the deformable network does better (for the deviation: deviates less).',
    '',
    ...formatTable(
      ['clips', 'number', 'speakers', ...['accuracy', 'UAR', 'deviation'].flatMap((name) => [name, 'better in'])],
      differences,
    ),
    '```sh',
    command,
    '```',
    '',
  ];
}

function formatPair({ protocol, seed, deformable, plain }: AblationPair): string[] {
  return [
    protocol,
    String(seed),
    ...[deformable, plain].flatMap(({ accuracy, uar, parameters }) => [
      formatShare(accuracy),
      formatShare(uar),
      formatCount(parameters),
    ]),
  ];
}

/** The pairs in each corpus by itself. */
function formatCorpora(ablation: readonly AblationPair[]): string[] {
  const rows = ablation.flatMap(({ seed, deformable, plain }) =>
    Object.entries(deformable.perCorpus ?? {}).map(([corpus, ours]) => {
      const theirs = Object.entries(plain.perCorpus ?? {}).find(([name]) => name === corpus)?.[1];
      return [
        corpus,
        String(seed),
        ...[ours, theirs].flatMap((figures) =>
          figures ? [formatShare(figures.accuracy), formatShare(figures.uar)] : ['', ''],
        ),
      ];
    }),
  );
  if (rows.length === 0) return [];
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  return formatTable(['corpus', 'seed', 'deformable: accuracy', 'UAR', 'plain: accuracy', 'UAR'], rows);
}

/** A difference in percentage points with its interval: `+1.2 (−0.3 to +2.6)`. */
function formatDifference({ difference, interval }: PairedFigure): string {
  const points = (share: number): string => {
    const rounded = (100 * share).toFixed(1);
    if (Number(rounded) === 0) return '0.0';
    return Number(rounded) > 0 ? `+${rounded}` : rounded.replace('-', '−');
  };
  return `${points(difference)} (${points(interval[0])} to ${points(interval[1])})`;
}
