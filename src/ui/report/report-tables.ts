/** The tables of a report. */
import { EMOTIONS, type Emotion } from '../../contract/emotions';
import type { CalibrationBin, CorpusReport, EmotionScores, Report, RobustnessCondition } from '../../contract/report';
import { EMOTION_WORDS, colourOfEmotion } from '../emotions/emotion-words';
import { nameCorpus } from './corpus-words';
import { formatCount, formatShare } from './figures';
import {
  barColumn,
  intervalColumn,
  numberColumn,
  shareColumn,
  textColumn,
  type Column,
  type FigureTable,
} from './figure-table';

/** Some of a report's clips: all of them, or those of one corpus. */
export interface ReportPart {
  /** `all`, or the corpus as the contract names it. */
  readonly key: string;
  readonly name: string;
  readonly figures: CorpusReport;
}

/** All clips first, then each corpus where there are several. */
export function listParts(report: Report): readonly ReportPart[] {
  const corpora = Object.entries(report.perCorpus).map(([key, figures]) => ({ key, name: nameCorpus(key), figures }));
  const [only] = corpora;
  const name = corpora.length === 1 && only ? only.name : 'All';
  return [{ key: 'all', name, figures: report }, ...(corpora.length > 1 ? corpora : [])];
}

/** Figures of each part as a whole. */
export function tabulateOverview(report: Report, fileStem: string): FigureTable<ReportPart> {
  return {
    caption: 'Clips, speakers, accuracy, unweighted average recall and macro-F1',
    fileName: `${fileStem}-overview`,
    rows: listParts(report),
    columns: [
      { ...textColumn('Clips of', 'part', ({ name }: ReportPart) => name), values: [['part', ({ key }) => key]] },
      numberColumn('Clips', 'clips', ({ figures }) => figures.clips),
      numberColumn('Speakers', 'speakers', ({ figures }) => figures.speakers),
      intervalColumn(
        'Accuracy',
        'accuracy',
        ({ figures }) => figures.accuracy,
        ({ figures }) => figures.interval.accuracy,
      ),
      intervalColumn(
        'UAR',
        'uar',
        ({ figures }) => figures.uar,
        ({ figures }) => figures.interval.uar,
      ),
      intervalColumn(
        'Macro-F1',
        'macro_f1',
        ({ figures }) => figures.macroF1,
        ({ figures }) => figures.interval.macroF1,
      ),
    ],
  };
}

/** What was taken for what most often: the largest share of a line off the diagonal, `null` where all was right. */
export function findWorstConfusion(figures: CorpusReport): WorstConfusion | null {
  const cells = figures.confusion.flatMap((counts, row) => {
    const support = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, column) => ({ row, column, count, support }));
  });
  const [worst] = cells
    .filter(({ row, column, count }) => row !== column && count > 0)
    .sort((one, other) => other.count / other.support - one.count / one.support);
  const truth = EMOTIONS[worst?.row ?? -1];
  const said = EMOTIONS[worst?.column ?? -1];
  return worst && truth && said ? { truth, said, count: worst.count, support: worst.support } : null;
}

/** Clips of one emotion that were taken for another. */
export interface WorstConfusion {
  readonly truth: Emotion;
  readonly said: Emotion;
  readonly count: number;
  /** Clips that truly are of this emotion. */
  readonly support: number;
}

/** An emotion with its scores. */
export interface EmotionRow extends EmotionScores {
  readonly emotion: Emotion;
}

/** The column that names emotions. */
export function emotionColumn<Row extends { readonly emotion: Emotion }>(heading: string, name: string): Column<Row> {
  return {
    heading,
    isNumber: false,
    show: ({ emotion }) => EMOTION_WORDS[emotion].label,
    emotionOf: ({ emotion }) => emotion,
    values: [[name, ({ emotion }) => emotion]],
  };
}

/** The emotions that occur among the clips. */
export function findOccurring({ perEmotion }: CorpusReport): readonly Emotion[] {
  return EMOTIONS.filter((emotion) => perEmotion[emotion].support > 0);
}

/** The classification report: every emotion that occurs against all others. */
export function tabulateEmotions(part: ReportPart, fileStem: string): FigureTable<EmotionRow> {
  const colour = ({ emotion }: EmotionRow): string => colourOfEmotion(emotion);
  return {
    caption: `Precision, recall and F1 of each emotion, ${part.name}`,
    fileName: `${nameFile(fileStem, part)}-emotions`,
    rows: findOccurring(part.figures).map((emotion) => ({ emotion, ...part.figures.perEmotion[emotion] })),
    columns: [
      emotionColumn('Emotion', 'emotion'),
      barColumn('Precision', 'precision', ({ precision }) => precision, colour),
      barColumn('Recall', 'recall', ({ recall }) => recall, colour),
      barColumn('F1', 'f1', ({ f1 }) => f1, colour),
      numberColumn('Clips', 'support', ({ support }) => support),
    ],
  };
}

/** How the cells of a confusion matrix are written. */
export type ConfusionUnit = 'counts' | 'shares';

/** One line of a confusion matrix. */
export interface ConfusionRow {
  readonly emotion: Emotion;
  /** Clips by what was said of them, in the order of `EMOTIONS`. */
  readonly counts: readonly number[];
  readonly support: number;
}

/** The confusion matrix; its CSV holds counts whatever is shown. */
export function tabulateConfusion(part: ReportPart, unit: ConfusionUnit, fileStem: string): FigureTable<ConfusionRow> {
  const said = EMOTIONS.map((emotion, index): Column<ConfusionRow> => {
    const count = ({ counts }: ConfusionRow): number => counts[index] ?? 0;
    const share = (row: ConfusionRow): number => (row.support > 0 ? count(row) / row.support : 0);
    return {
      heading: EMOTION_WORDS[emotion].label,
      isNumber: true,
      show: (row) => (unit === 'counts' ? formatCount(count(row)) : formatShare(share(row))),
      values: [[`predicted_${emotion}`, count]],
      shade: (row) => ({ share: share(row), isRight: row.emotion === emotion }),
    };
  });
  return {
    caption: `Confusion matrix, ${part.name}: a line for each true emotion, a column for what was said`,
    fileName: `${nameFile(fileStem, part)}-confusion`,
    rows: findOccurring(part.figures).map((emotion) => {
      const counts = part.figures.confusion[EMOTIONS.indexOf(emotion)] ?? [];
      return { emotion, counts, support: counts.reduce((sum, count) => sum + count, 0) };
    }),
    columns: [emotionColumn('True emotion', 'true_emotion'), ...said],
    group: { from: 1, heading: unit === 'counts' ? 'Said, clips' : 'Said, per cent of the line' },
  };
}

/** The bins of a reliability diagram that hold clips. */
export function tabulateBins(bins: readonly CalibrationBin[], fileStem: string): FigureTable<CalibrationBin> {
  return {
    caption: 'Clips by their highest probability: its mean, and the share that was judged rightly',
    fileName: `${fileStem}-calibration`,
    rows: bins.filter(({ clips }) => clips > 0),
    columns: [
      {
        heading: 'Highest probability',
        isNumber: false,
        show: ({ low, high }) => `${formatShare(low)} to ${formatShare(high)}`,
        values: [
          ['low', ({ low }) => low],
          ['high', ({ high }) => high],
        ],
      },
      numberColumn('Clips', 'clips', ({ clips }) => clips),
      shareColumn('Its mean', 'confidence', ({ confidence }) => confidence),
      shareColumn('Judged rightly', 'accuracy', ({ accuracy }) => accuracy),
    ],
  };
}

/** How the network does on spoilt recordings. */
export function tabulateRobustness(
  conditions: readonly RobustnessCondition[],
  fileStem: string,
): FigureTable<RobustnessCondition> {
  const hasContradictions = conditions.some(({ contradictions }) => contradictions !== undefined);
  return {
    caption: 'Accuracy, unweighted average recall and changed labels on spoilt recordings',
    fileName: `${fileStem}-robustness`,
    rows: conditions,
    columns: [
      textColumn('Condition', 'condition', ({ condition }) => condition),
      barColumn('Accuracy', 'accuracy', ({ accuracy }) => accuracy),
      barColumn('UAR', 'uar', ({ uar }) => uar),
      barColumn('Another label than as recorded', 'changed_labels', ({ changedLabels }) => changedLabels),
      ...(hasContradictions
        ? [
            shareColumn<RobustnessCondition>(
              'Certain of another emotion',
              'contradictions',
              ({ contradictions }) => contradictions ?? null,
            ),
          ]
        : []),
    ],
  };
}

function nameFile(fileStem: string, { key }: ReportPart): string {
  return key === 'all' ? fileStem : `${fileStem}-${key}`;
}
