/** The tables of an ablation, and what they say in a sentence. */
import type { AblationFigures, AblationPair, PairedComparison, PairedFigure } from '../../contract/model-card';
import { nameCorpus } from '../report/corpus-words';
import { formatPoints } from '../report/figures';
import { numberColumn, shareColumn, textColumn, type Column, type FigureTable } from '../report/figure-table';

/** What twins are compared by. */
export type DifferenceMeasure = keyof Pick<PairedComparison, 'accuracy' | 'uar' | 'speakerDeviation'>;

/** The measures with their names. */
export const DIFFERENCE_MEASURES = [
  { key: 'accuracy', name: 'Accuracy' },
  { key: 'uar', name: 'UAR' },
  { key: 'speakerDeviation', name: 'Spread across speakers' },
] as const satisfies readonly { readonly key: DifferenceMeasure; readonly name: string }[];

/** A line for each seed. */
export function tabulatePairs(pairs: readonly AblationPair[]): FigureTable<AblationPair> {
  return {
    caption: 'Deformable networks and their plain twins, a line for each seed',
    fileName: 'undertone-ablation',
    rows: pairs,
    columns: [
      textColumn('Protocol', 'protocol', ({ protocol }) => protocol),
      // A name, not an amount.
      numberColumn('Seed', 'seed', ({ seed }) => seed, String),
      ...tabulateNetwork('Deformable', 'deformable', ({ deformable }: AblationPair) => deformable),
      ...tabulateNetwork('Plain', 'plain', ({ plain }: AblationPair) => plain),
    ],
  };
}

function tabulateNetwork(
  heading: string,
  name: string,
  read: (pair: AblationPair) => AblationFigures,
): Column<AblationPair>[] {
  return [
    shareColumn(`${heading}: accuracy`, `${name}_accuracy`, (pair) => read(pair).accuracy),
    shareColumn(`${heading}: UAR`, `${name}_uar`, (pair) => read(pair).uar),
    numberColumn(`${heading}: parameters`, `${name}_parameters`, (pair) => read(pair).parameters),
  ];
}

interface CorpusPair {
  readonly corpus: string;
  readonly seed: number;
  readonly deformable: Pick<AblationFigures, 'accuracy' | 'uar'>;
  readonly plain: Pick<AblationFigures, 'accuracy' | 'uar'> | undefined;
}

/** The same in each corpus by itself; empty where that was not counted. */
export function tabulatePairsPerCorpus(pairs: readonly AblationPair[]): FigureTable<CorpusPair> {
  const rows = pairs
    .flatMap(({ seed, deformable, plain }) =>
      Object.entries(deformable.perCorpus ?? {}).map(([corpus, figures]) => ({
        corpus,
        seed,
        deformable: figures,
        plain: Object.entries(plain.perCorpus ?? {}).find(([name]) => name === corpus)?.[1],
      })),
    )
    .sort((one, other) => one.corpus.localeCompare(other.corpus, 'en') || one.seed - other.seed);
  return {
    caption: 'Deformable networks and their plain twins in each corpus',
    fileName: 'undertone-ablation-corpora',
    rows,
    columns: [
      {
        ...textColumn('Corpus', 'corpus', ({ corpus }: CorpusPair) => corpus),
        show: ({ corpus }) => nameCorpus(corpus),
      },
      numberColumn('Seed', 'seed', ({ seed }) => seed, String),
      shareColumn('Deformable: accuracy', 'deformable_accuracy', ({ deformable }) => deformable.accuracy),
      shareColumn('Deformable: UAR', 'deformable_uar', ({ deformable }) => deformable.uar),
      shareColumn('Plain: accuracy', 'plain_accuracy', ({ plain }) => plain?.accuracy ?? null),
      shareColumn('Plain: UAR', 'plain_uar', ({ plain }) => plain?.uar ?? null),
    ],
  };
}

/** Differences of twins by one measure: a line for some of the clips, each with its interval. */
export function tabulateDifferences(
  parts: readonly PairedComparison[],
  measure: DifferenceMeasure,
): FigureTable<PairedComparison> {
  const read = (comparison: PairedComparison): PairedFigure => comparison[measure];
  const widest = Math.max(1e-6, ...parts.flatMap((part) => read(part).interval.map(Math.abs)));
  return {
    caption: `Deformable less plain by ${measure === 'speakerDeviation' ? 'spread across speakers' : measure}`,
    fileName: `undertone-ablation-${measure === 'speakerDeviation' ? 'spread' : measure}`,
    rows: parts,
    columns: [
      { ...textColumn('Clips', 'part', ({ part }: PairedComparison) => part), show: ({ part }) => nameCorpus(part) },
      {
        heading: 'Difference, points',
        isNumber: true,
        show: (part) => {
          const { difference, interval } = read(part);
          return `${formatPoints(difference)} (${formatPoints(interval[0])} to ${formatPoints(interval[1])})`;
        },
        values: [
          ['difference', (part) => read(part).difference],
          ['difference_low', (part) => read(part).interval[0]],
          ['difference_high', (part) => read(part).interval[1]],
        ],
        range: (part) => {
          const { difference, interval } = read(part);
          return { low: interval[0] / widest, value: difference / widest, high: interval[1] / widest };
        },
      },
      shareColumn('Deformable', 'deformable', (part) => read(part).deformable),
      shareColumn('Plain', 'plain', (part) => read(part).plain),
      shareColumn('Deformable better in', 'share_ahead', (part) => read(part).shareAhead),
      numberColumn('Number', 'clips', ({ clips }) => clips),
      numberColumn('Speakers', 'speakers', ({ speakers }) => speakers),
    ],
  };
}

/** What a comparison says, and whether it may be chance. */
export function describeDifference(comparison: PairedComparison, measure: DifferenceMeasure): string {
  const { difference, interval } = comparison[measure];
  const [low, high] = interval;
  const subject = {
    accuracy: 'By accuracy',
    uar: 'By unweighted average recall',
    speakerDeviation: 'By the standard deviation of accuracy from speaker to speaker (smaller is better)',
  }[measure];
  const figures = `${subject}, the deformable network is at ${formatPoints(difference)} percentage points against the plain one (${formatPoints(low)} to ${formatPoints(high)})`;
  if (low <= 0 && high >= 0) return `${figures}: the interval includes zero, so this may be chance.`;
  const isAhead = measure === 'speakerDeviation' ? difference < 0 : difference > 0;
  return `${figures}: the ${isAhead ? 'deformable' : 'plain'} network does better, by more than chance explains.`;
}
