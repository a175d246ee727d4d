import { useMemo, useState } from 'react';
import { EMOTIONS } from '../../contract/emotions';
import type { Report } from '../../contract/report';
import { EMOTION_WORDS } from '../emotions/emotion-words';
import { Choice } from './choice';
import { countOf } from './figures';
import { Heading, type HeadingLevel } from './heading';
import {
  findOccurring,
  findWorstConfusion,
  listParts,
  tabulateConfusion,
  tabulateEmotions,
  tabulateOverview,
  type ConfusionUnit,
  type ReportPart,
} from './report-tables';
import { TableView } from './table-view';

const UNITS = [
  { key: 'counts', name: 'Clips' },
  { key: 'shares', name: 'Per cent of the line' },
] as const;

/**
 * How often a report's clips were judged rightly: as a whole, emotion by emotion, and what was taken for what; of all
 * clips or of one corpus.
 *
 * @param fileStem begins the names of the CSV files
 * @param level of the headings
 */
export function ReportScores({
  report,
  fileStem,
  level,
}: {
  readonly report: Report;
  readonly fileStem: string;
  readonly level: HeadingLevel;
}) {
  const parts = useMemo(() => listParts(report), [report]);
  const [chosen, setChosen] = useState('all');
  const [unit, setUnit] = useState<ConfusionUnit>('counts');
  // Another report may have other corpora.
  const part = parts.find(({ key }) => key === chosen) ?? parts[0];
  const overview = useMemo(() => tabulateOverview(report, fileStem), [report, fileStem]);
  if (!part) return null;
  return (
    <>
      <TableView table={overview} />
      <p className="figure-note">
        UAR is the unweighted average recall: the mean of the recalls of the emotions that occur, so that rare ones
        count as much as frequent ones. {describeIntervals(report)}
      </p>
      <Choice legend="Clips of" options={parts} chosen={part.key} onChoose={setChosen} />
      <Heading level={level}>Each emotion</Heading>
      <p>
        Of the clips that were called an emotion, precision is the share that truly is; of those that truly are, recall
        is the share that was called so. F1 is the harmonic mean of the two. {describeAbsent(part)}
      </p>
      <TableView table={tabulateEmotions(part, fileStem)} />
      <Heading level={level}>What was taken for what</Heading>
      <p>
        A line for each true emotion; framed is what was judged rightly, and the stronger the shade of a cell, the
        larger its share of the line. {describeWorst(part)}
      </p>
      <Choice legend="Written as" options={UNITS} chosen={unit} onChoose={setUnit} />
      <TableView table={tabulateConfusion(part, unit, fileStem)} />
    </>
  );
}

function describeIntervals({ bootstrap, speakers }: Report): string {
  if (bootstrap?.over === 'clips') {
    return 'Intervals are 95 %, by bootstrap over clips: the speakers were heard in training.';
  }
  if (speakers === 0) return 'Intervals are 95 %, by bootstrap over clips: whose voices they are is not known.';
  return 'Intervals are 95 %, by bootstrap over speakers; of fewer than five speakers, read them as a range.';
}

function describeAbsent({ figures }: ReportPart): string {
  const occurring = findOccurring(figures);
  const absent = EMOTIONS.filter((emotion) => !occurring.includes(emotion)).map(
    (emotion) => EMOTION_WORDS[emotion].label,
  );
  if (absent.length === 0) return '';
  return `Not among these clips: ${absent.join(', ')}.`;
}

function describeWorst({ figures }: ReportPart): string {
  const worst = findWorstConfusion(figures);
  if (worst === null) return 'None was taken for another.';
  const { truth, said, count, support } = worst;
  return (
    `The largest share that was taken for another: ${EMOTION_WORDS[truth].label} for ${EMOTION_WORDS[said].label}, ` +
    `${count} of ${countOf(support, 'clip')}.`
  );
}
