import { describe, expect, it } from 'vitest';
import type { Report } from '../../contract/report';
import { toCsvTable, type FigureTable } from './figure-table';
import {
  findWorstConfusion,
  listParts,
  tabulateBins,
  tabulateConfusion,
  tabulateEmotions,
  tabulateOverview,
  tabulateRobustness,
} from './report-tables';
import { TEST_REPORT } from './test-report';

/** The cells as the page shows them, spaces that do not break as plain ones. */
function show<Row>({ columns, rows }: FigureTable<Row>): string[][] {
  return rows.map((row) => columns.map((column) => column.show(row).replaceAll('\u00a0', ' ')));
}

/** The lines of the CSV by the names of their columns. */
function readCsv<Row>(table: FigureTable<Row>): Record<string, unknown>[] {
  const { columns, rows } = toCsvTable(table);
  return rows.map((row) => Object.fromEntries(columns.map((name, index) => [name, row[index]])));
}

const [ALL, CREMA_D, RAVDESS] = listParts(TEST_REPORT);
if (!ALL || !CREMA_D || !RAVDESS) throw new Error('Expected three parts.');

describe('listParts', () => {
  it('takes a single corpus for all', () => {
    const { ravdess } = TEST_REPORT.perCorpus;
    const alone: Report = { ...TEST_REPORT, perCorpus: ravdess ? { ravdess } : {} };
    expect(listParts(alone).map(({ key, name }) => [key, name])).toEqual([['all', 'RAVDESS']]);
  });
});

describe('tabulateOverview', () => {
  const table = tabulateOverview(TEST_REPORT, 'stem');

  it('shows rounded figures with their intervals', () => {
    expect(show(table)).toEqual([
      ['All', '8', '4', '62.5 % (50.0 to 75.0)', '62.5 % (37.5 to 87.5)', '65.0 % (58.8 to 71.3)'],
      ['CREMA-D', '4', '2', '75.0 % (62.5 to 87.5)', '75.0 % (50.0 to 100.0)', '75.0 % (68.8 to 81.3)'],
      ['RAVDESS', '4', '2', '50.0 % (37.5 to 62.5)', '50.0 % (25.0 to 75.0)', '50.0 % (43.8 to 56.3)'],
    ]);
  });

  it('saves every digit, and the ends of intervals by themselves', () => {
    expect(readCsv(table)[0]).toMatchObject({
      part: 'all',
      clips: 8,
      accuracy: 0.625,
      uar_low: 0.375,
      uar_high: 0.875,
    });
    expect(readCsv(table)[1]).toMatchObject({ part: 'crema-d', macro_f1: 0.75, macro_f1_low: 0.6875 });
  });

  it('leaves empty what an earlier version did not measure', () => {
    const { accuracy, uar } = TEST_REPORT.interval;
    const earlier = tabulateOverview({ ...TEST_REPORT, interval: { accuracy, uar } }, 'stem');
    expect(show(earlier)[0]?.at(-1)).toBe('65.0 %');
    expect(readCsv(earlier)[0]).toMatchObject({ macro_f1: 0.65, macro_f1_low: null });
  });
});

describe('tabulateEmotions', () => {
  it('lists the emotions that occur', () => {
    const table = tabulateEmotions(ALL, 'stem');
    expect(show(table)).toEqual([
      ['Angry', '60.0 %', '75.0 %', '66.7 %', '4'],
      ['Sad', '100.0 %', '50.0 %', '66.7 %', '4'],
    ]);
    expect(readCsv(table)[0]).toEqual({ emotion: 'angry', precision: 0.6, recall: 0.75, f1: 2 / 3, support: 4 });
    expect(tabulateEmotions(RAVDESS, 'stem').fileName).toBe('stem-ravdess-emotions');
  });
});

describe('tabulateConfusion', () => {
  it('shows counts or shares of the line, and saves counts', () => {
    const counts = tabulateConfusion(ALL, 'counts', 'stem');
    const shares = tabulateConfusion(ALL, 'shares', 'stem');
    expect(show(counts)).toEqual([
      ['Angry', '3', '0', '0', '0', '1', '0', '0', '0'],
      ['Sad', '2', '0', '0', '0', '0', '0', '2', '0'],
    ]);
    expect(show(shares)[0]?.slice(0, 6)).toEqual(['Angry', '75.0 %', '0.0 %', '0.0 %', '0.0 %', '25.0 %']);
    expect(readCsv(shares)).toEqual(readCsv(counts));
    expect(readCsv(counts)[1]).toMatchObject({ true_emotion: 'sad', predicted_angry: 2, predicted_sad: 2 });
  });

  it('frames what was judged rightly and shades by the share of the line', () => {
    const { columns, rows } = tabulateConfusion(ALL, 'counts', 'stem');
    const shades = rows.map((row) => columns.map((column) => column.shade?.(row)));
    expect(shades[0]?.[1]).toEqual({ share: 0.75, isRight: true });
    expect(shades[1]?.[1]).toEqual({ share: 0.5, isRight: false });
  });
});

describe('findWorstConfusion', () => {
  it('finds the largest share of a line off the diagonal', () => {
    expect(findWorstConfusion(ALL.figures)).toEqual({ truth: 'sad', said: 'angry', count: 2, support: 4 });
    expect(findWorstConfusion(CREMA_D.figures)).toEqual({ truth: 'angry', said: 'happy', count: 1, support: 4 });
  });

  it('finds none where all was right', () => {
    const confusion = ALL.figures.confusion.map((row, i) => row.map((count, j) => (i === j ? count : 0)));
    expect(findWorstConfusion({ ...ALL.figures, confusion })).toBeNull();
  });
});

it('lists the bins that hold clips', () => {
  const table = tabulateBins(TEST_REPORT.certainty?.bins ?? [], 'stem');
  expect(show(table)).toEqual([['50.0 % to 100.0 %', '8', '66.7 %', '62.5 %']]);
  expect(readCsv(table)).toEqual([{ low: 0.5, high: 1, clips: 8, confidence: 0.6666, accuracy: 0.625 }]);
});

it('lists spoilt recordings, with contradictions where they were counted', () => {
  const conditions = TEST_REPORT.robustness ?? [];
  expect(show(tabulateRobustness(conditions, 'stem'))).toEqual([
    ['as recorded', '62.5 %', '62.5 %', '0.0 %', ''],
    ['white noise, 10 dB', '37.5 %', '37.5 %', '25.0 %', '12.5 %'],
  ]);
  expect(show(tabulateRobustness(conditions.slice(0, 1), 'stem'))).toEqual([
    ['as recorded', '62.5 %', '62.5 %', '0.0 %'],
  ]);
});
