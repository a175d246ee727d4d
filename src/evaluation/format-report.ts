import { EMOTIONS } from '../contract/emotions';
import type { CorpusReport, Report } from '../contract/report';

/** A report as plain text for a terminal: an overview, then scores per emotion and the confusion matrix of each corpus. */
export function formatReport(report: Report): string {
  const parts = [['all', report] as const, ...Object.entries(report.perCorpus)];
  const lines = [`${''.padEnd(10)}  clips  speakers  accuracy (95 %)           UAR (95 %)                macro-F1`];
  for (const [name, { clips, speakers, accuracy, uar, macroF1, interval }] of parts) {
    const counts = `${String(clips).padStart(6)}  ${String(speakers).padStart(8)}`;
    const figures = [withInterval(accuracy, interval.accuracy), withInterval(uar, interval.uar), percent(macroF1)];
    lines.push(`${name.padEnd(10)} ${counts}  ${figures.join('  ')}`);
  }
  lines.push(
    report.bootstrap?.over === 'clips'
      ? 'Intervals by bootstrap over clips: the weights have heard these speakers.'
      : 'Intervals by bootstrap over speakers: of fewer than five speakers, read them as a range.',
  );
  const means = parts.flatMap(([name, { bootstrap }]) => (bootstrap ? [`${name} ${percent(bootstrap.uar)}`] : []));
  if (means.length > 0) lines.push(`UAR, mean of the resamples: ${means.join(', ')}`);
  // With a single corpus, its block would repeat the first.
  const blocks = parts.length > 2 ? parts : parts.slice(1);
  return [
    ...lines,
    ...formatCertainty(report),
    ...formatRobustness(report),
    ...blocks.flatMap(([name, corpus]) => ['', name, ...formatEmotions(corpus)]),
  ].join('\n');
}

function formatCertainty({ certainty }: Report): string[] {
  if (!certainty) return [];
  const { calibrationError, uncertainBelow, coverage, accuracyWhenCertain } = certainty;
  return [
    '',
    `expected calibration error ${calibrationError.toFixed(3)}`,
    `certain (${percent(uncertainBelow)} or more) of ${percent(coverage)} of the clips, right in ${percent(accuracyWhenCertain)} of those`,
  ];
}

function formatRobustness({ robustness = [] }: Report): string[] {
  if (robustness.length === 0) return [];
  const width = Math.max(...robustness.map(({ condition }) => condition.length));
  const rows = robustness.map(({ condition, accuracy, uar, changedLabels, contradictions }) => {
    const figures = [accuracy, uar, changedLabels, ...(contradictions === undefined ? [] : [contradictions])].map(
      (share) => percent(share).padStart(9),
    );
    return `${condition.padEnd(width)}${figures.join('')}`;
  });
  return ['', `${''.padEnd(width)} accuracy      UAR  changed  certain of another`, ...rows];
}

function formatEmotions({ perEmotion, confusion }: CorpusReport): string[] {
  const names = EMOTIONS.map((emotion) => emotion.slice(0, 6).padStart(7)).join('');
  const lines = [`true \\ said  precision  recall      F1  support ${names}`];
  for (const [i, emotion] of EMOTIONS.entries()) {
    const { precision, recall, f1, support } = perEmotion[emotion];
    const counts = (confusion[i] ?? []).map((count) => String(count).padStart(7)).join('');
    const shares = `${percent(precision).padStart(10)}${percent(recall).padStart(8)}${percent(f1).padStart(8)}`;
    lines.push(`${emotion.padEnd(12)}${shares} ${String(support).padStart(8)} ${counts}`);
  }
  return lines;
}

function withInterval(share: number, [low, high]: readonly [number, number]): string {
  return `${percent(share)} (${percent(low)} to ${percent(high)})`.padEnd(24);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
