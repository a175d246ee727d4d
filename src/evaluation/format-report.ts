import { EMOTIONS } from '../contract/emotions';
import type { Report } from '../contract/report';

/** A report as plain text for a terminal: figures per corpus and per emotion, and the confusion matrix. */
export function formatReport(report: Report): string {
  const rows = [
    { name: 'all', ...report },
    ...Object.entries(report.perCorpus).map(([name, corpus]) => ({ name, ...corpus })),
  ];
  const lines = ['corpus      clips  accuracy (95 %)          UAR (95 %)'];
  for (const { name, clips, accuracy, uar, interval } of rows) {
    const figures = [withInterval(accuracy, interval.accuracy), withInterval(uar, interval.uar)];
    lines.push(`${name.padEnd(10)} ${String(clips).padStart(6)}  ${figures.join('  ')}`);
  }
  lines.push(`macro-F1 ${percent(report.macroF1)}`, '', 'emotion     precision  recall      F1  support');
  for (const emotion of EMOTIONS) {
    const { precision, recall, f1, support } = report.perEmotion[emotion];
    const shares = [precision, recall, f1].map((share) => percent(share).padStart(8)).join('');
    lines.push(`${emotion.padEnd(12)}${shares} ${String(support).padStart(8)}`);
  }
  lines.push('', `true \\ said ${EMOTIONS.map((emotion) => emotion.slice(0, 6).padStart(7)).join('')}`);
  for (const [i, emotion] of EMOTIONS.entries()) {
    const counts = (report.confusion[i] ?? []).map((count) => String(count).padStart(7)).join('');
    lines.push(`${emotion.padEnd(12)}${counts}`);
  }
  return lines.join('\n');
}

function withInterval(share: number, [low, high]: readonly [number, number]): string {
  return `${percent(share)} (${percent(low)} to ${percent(high)})`.padEnd(24);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
