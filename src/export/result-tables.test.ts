import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { tabulateFiles, tabulateSegments } from './result-tables';
import { createAnalysis, FAILURE } from './test-results';
import { writeCsv } from './write-csv';

function readBack(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
}

describe('tabulateFiles', () => {
  it('writes a line for each file, with what made it', () => {
    const [good, failed] = readBack(writeCsv(tabulateFiles([createAnalysis('a.wav'), FAILURE])));
    expect(good).toMatchObject({
      file: 'a.wav',
      duration_seconds: '5.25',
      emotion: 'happy',
      confidence: '0.75',
      uncertain: 'false',
      probability_angry: '0.0625',
      probability_happy: '0.75',
      segments: '2',
      windows: '2',
      windows_in_file: '3',
      model_version: '2026-11-25',
      feature_revision: '2',
      uncertain_below: '0.5',
      window_seconds: '3',
      window_hop_seconds: '1.5',
      backend: 'wasm',
      error: '',
    });
    expect(failed).toMatchObject({ file: 'notes.txt', emotion: '', backend: '', error: 'decode-error' });
  });

  it('has as many cells in every line as there are columns', () => {
    const { columns, rows } = tabulateFiles([createAnalysis('a.wav'), FAILURE]);
    for (const row of rows) expect(row).toHaveLength(columns.length);
  });
});

describe('tabulateSegments', () => {
  it('writes a line for each segment, none for a file without a result', () => {
    const rows = readBack(writeCsv(tabulateSegments([FAILURE, createAnalysis('a.wav'), createAnalysis('b.wav')])));
    expect(rows.map(({ file, segment }) => [file, segment])).toEqual([
      ['a.wav', '1'],
      ['a.wav', '2'],
      ['b.wav', '1'],
      ['b.wav', '2'],
    ]);
    expect(rows[1]).toMatchObject({
      start_seconds: '4',
      end_seconds: '5',
      emotion: 'uncertain',
      confidence: '0.25',
      probability_fear: '0.25',
      model_version: '2026-11-25',
    });
  });
});
