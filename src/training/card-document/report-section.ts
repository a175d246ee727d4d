import { EMOTIONS } from '../../contract/emotions';
import type { CorpusReport, Report } from '../../contract/report';
import { formatCount, formatInterval, formatShare, formatTable } from './markdown';

/** A report as Markdown: the overview, then scores per emotion and the confusion matrix over all clips. */
export function formatReportSection(report: Report): string[] {
  const parts: (readonly [string, CorpusReport])[] = [['all', report], ...Object.entries(report.perCorpus)];
  const hasMeans = parts.every(([, { bootstrap }]) => bootstrap !== undefined);
  const overview = formatTable(
    ['corpus', 'clips', 'speakers', 'accuracy', 'UAR', 'macro-F1', ...(hasMeans ? ['mean UAR of the resamples'] : [])],
    parts.map(([name, { clips, speakers, accuracy, uar, macroF1, interval, bootstrap }]) => [
      name,
      formatCount(clips),
      formatCount(speakers),
      formatInterval(accuracy, interval.accuracy),
      formatInterval(uar, interval.uar),
      interval.macroF1 ? formatInterval(macroF1, interval.macroF1) : formatShare(macroF1),
      ...(bootstrap ? [formatShare(bootstrap.uar)] : []),
    ]),
  );
  const occurring = EMOTIONS.filter((emotion) => report.perEmotion[emotion].support > 0);
  const scores = formatTable(
    ['emotion', 'precision', 'recall', 'F1', 'clips'],
    occurring.map((emotion) => {
      const { precision, recall, f1, support } = report.perEmotion[emotion];
      return [emotion, formatShare(precision), formatShare(recall), formatShare(f1), formatCount(support)];
    }),
  );
  const confusion = formatTable(
    ['true \\ said', ...EMOTIONS],
    EMOTIONS.flatMap((emotion, row) =>
      occurring.includes(emotion) ? [[emotion, ...(report.confusion[row] ?? []).map(formatCount)]] : [],
    ),
  );
  return [...overview, ...scores, ...confusion];
}
