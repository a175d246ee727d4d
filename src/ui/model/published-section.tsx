import type { PublishedFigure } from '../../contract/model-card';
import { formatWithInterval } from '../report/figures';
import { textColumn, type FigureTable } from '../report/figure-table';
import { listParts } from '../report/report-tables';
import { TableView } from '../report/table-view';
import { SectionBody, valueOf } from './card-section';
import { listReports, type MeasuredReport } from './measured-reports';
import type { ReadCard } from './read-card';

/** What others found, beside what this network does. */
export function PublishedSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  const reports = listReports(valueOf(sections.validation), valueOf(sections.protocols) ?? {});
  return (
    <>
      <p>
        What human listeners and other systems reached, with ours below. Only figures of the same protocol on the same
        corpus can be compared; where the words in the second column differ, so do the tasks.
      </p>
      <SectionBody section={sections.published} missing="The record names no figures of others.">
        {(published) => <TableView table={tabulatePublished(published, reports)} />}
      </SectionBody>
    </>
  );
}

/** Others' figures as they were published, then ours: accuracy, of all clips and of each corpus. */
export function tabulatePublished(
  published: readonly PublishedFigure[],
  reports: readonly MeasuredReport[],
): FigureTable<PublishedFigure> {
  const ours = reports.flatMap(({ name, report }) =>
    listParts(report).map((part) => ({
      system: 'Undertone',
      protocol: `${part.name === 'All' ? 'All corpora' : part.name}, ${name.replace(/^./, (first) => first.toLowerCase())}: accuracy`,
      figure: formatWithInterval(part.figures.accuracy, part.figures.interval.accuracy),
      source: 'this record',
    })),
  );
  return {
    caption: 'Figures of others and ours',
    fileName: 'undertone-published',
    rows: [...published, ...ours],
    columns: [
      textColumn('Who', 'system', ({ system }) => system),
      textColumn('On what', 'protocol', ({ protocol }) => protocol),
      { ...textColumn('Figure', 'figure', ({ figure }: PublishedFigure) => figure), isNumber: true },
      textColumn('Source', 'source', ({ source }) => source),
    ],
  };
}
