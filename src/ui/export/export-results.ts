/** From results on the page to files to take away; fetched when the first one is asked for. */
import { FEATURE_CONFIG } from '../../contract/features';
import type { Analysis } from '../../contract/prediction';
import type { ExportedAnalysis, ExportedResult } from '../../export/exported-result';
import { tabulateFiles, tabulateSegments } from '../../export/result-tables';
import { writeCsv } from '../../export/write-csv';
import { writeJson } from '../../export/write-json';
import { findSegments } from '../../recognition/find-segments';

/** What results can be taken away as. */
export type ExportKind = 'json' | 'files-csv' | 'segments-csv';

/** The end of the file's name for each kind. */
export const EXPORT_ENDINGS: Readonly<Record<ExportKind, string>> = {
  json: '.json',
  'files-csv': '.csv',
  'segments-csv': '-segments.csv',
};

/** An analysis as the exports want it. @param featureRevision of the code that made it; this code's by default */
export function toExported(analysis: Analysis, featureRevision = FEATURE_CONFIG.revision): ExportedAnalysis {
  return { analysis, segments: findSegments(analysis), featureRevision };
}

/** Writes results in one of the kinds. */
export function writeResults(results: readonly ExportedResult[], kind: ExportKind): Blob {
  if (kind === 'json') return new Blob([writeJson(results, new Date())], { type: 'application/json' });
  const table = kind === 'files-csv' ? tabulateFiles(results) : tabulateSegments(results);
  // The mark tells spreadsheets that the text is UTF-8.
  return new Blob(['\ufeff', writeCsv(table)], { type: 'text/csv;charset=utf-8' });
}
