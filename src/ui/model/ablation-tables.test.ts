import { describe, expect, it } from 'vitest';
import { toCsvTable } from '../report/figure-table';
import { describeDifference, tabulateDifferences, tabulatePairsPerCorpus } from './ablation-tables';
import { COMPLETE_CARD, createComparison } from './test-complete-card';

describe('describeDifference', () => {
  it.each([
    ['accuracy', 0.03, 'the deformable network does better'],
    ['accuracy', -0.03, 'the plain network does better'],
    ['uar', 0.01, 'may be chance'],
    ['speakerDeviation', -0.03, 'the deformable network does better'],
    ['speakerDeviation', 0.03, 'the plain network does better'],
  ] as const)('by %s at %d says that %s', (measure, difference, words) => {
    expect(describeDifference(createComparison('all', difference), measure)).toContain(words);
  });
});

describe('tabulateDifferences', () => {
  const parts = [createComparison('all', 0.03), createComparison('ravdess', -0.01)];
  const table = tabulateDifferences(parts, 'uar');

  it('shows points and saves shares', () => {
    expect(table.columns.map(({ heading }) => heading)).toContain('Difference, points');
    expect(table.rows.map((row) => table.columns.slice(0, 2).map((column) => column.show(row)))).toEqual([
      ['all', '+3.0 (+1.0 to +5.0)'],
      ['RAVDESS', '−1.0 (−3.0 to +1.0)'],
    ]);
    const { columns, rows } = toCsvTable(table);
    expect(columns.slice(0, 4)).toEqual(['part', 'difference', 'difference_low', 'difference_high']);
    expect(rows[1]?.slice(0, 2)).toEqual(['ravdess', -0.01]);
  });

  it('draws all intervals on one scale, the widest to its end', () => {
    const ranges = parts.map((part) => table.columns[1]?.range?.(part));
    expect(ranges[0]?.high).toBeCloseTo(1, 12);
    expect(ranges[0]?.value).toBeCloseTo(0.6, 12);
    expect(ranges[1]?.low).toBeCloseTo(-0.6, 12);
  });
});

it('lists the corpora of the pairs, and none where they were not counted', () => {
  const [pair] = COMPLETE_CARD.ablation;
  if (!pair) throw new Error('Expected a pair.');
  expect(toCsvTable(tabulatePairsPerCorpus([pair])).rows).toEqual([['ravdess', 3, 0.5, 0.49, 0.48, 0.47]]);
  const { accuracy, uar, parameters } = pair.deformable;
  expect(tabulatePairsPerCorpus([{ ...pair, deformable: { accuracy, uar, parameters } }]).rows).toEqual([]);
});
