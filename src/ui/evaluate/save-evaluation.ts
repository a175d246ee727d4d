/** An evaluation as files to take away; fetched when the first one is asked for. */
import type { FolderEvaluation } from '../../contract/evaluation';
import { tabulateEvaluation } from '../../export/evaluation-table';
import { writeCsv } from '../../export/write-csv';
import { download } from '../export/download';

/** The report as `npm run evaluate -- --json` writes it. */
export function saveReport({ report }: FolderEvaluation): void {
  download('undertone-report.json', new Blob([`${JSON.stringify(report, null, 1)}\n`], { type: 'application/json' }));
}

/** Every recording with its label and what was said of it, and every file that was skipped. */
export function saveRecordings(evaluation: FolderEvaluation): void {
  // The mark tells spreadsheets that the text is UTF-8.
  const content = ['\ufeff', writeCsv(tabulateEvaluation(evaluation))];
  download('undertone-recordings.csv', new Blob(content, { type: 'text/csv;charset=utf-8' }));
}
