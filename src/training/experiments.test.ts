import { describe, expect, it } from 'vitest';
import { NO_WAVEFORM_AUGMENTATION } from './augmentation/waveform-config';
import { summariseValidation, updateTable, type RunSummary } from './experiments';
import { DEFAULT_RUN, readRunConfig } from './run-config';

function createSummary(name: string, finishedAt: string, changes: Partial<RunSummary> = {}): RunSummary {
  return {
    name,
    finishedAt,
    config: DEFAULT_RUN,
    clips: { training: 9000, validation: 612 },
    epochs: 13,
    bestEpoch: 11,
    validation: { loss: 1.2345, accuracy: 0.5567, uarPerCorpus: { ravdess: 0.5, 'crema-d': 0.6 } },
    samplesPerSec: 61.6,
    ...changes,
  };
}

const cellsOf = (text: string, name: string): string[] | undefined =>
  text
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .find((cells) => cells[1] === name)
    ?.slice(1, -1);
const namesIn = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|')[1]?.trim() ?? '');

describe('updateTable', () => {
  const shipped = createSummary('shipped', '2026-03-01T10:00:00.000Z');

  it('begins a table where there is none', () => {
    const text = updateTable('# Experiments\n\nWhat was tried.\n', [shipped]);
    expect(text.startsWith('# Experiments\n\nWhat was tried.\n')).toBe(true);
    expect(cellsOf(text, 'shipped')).toEqual([
      'shipped',
      '2026-03-01 10:00',
      'nothing',
      '1',
      '9000 + 612',
      '11 of 13',
      '1.234',
      '55.7 %',
      '55.0 %',
      'crema-d 60.0 %, ravdess 50.0 %',
      '62',
    ]);
  });

  it('says what differs from the shipped run', () => {
    const config = readRunConfig('{ "seed": 4, "network": { "dropout": 0.5 }, "picture": { "mixupShare": 0 } }');
    const text = updateTable('', [
      createSummary('regularised', '2026-03-02T10:00:00.000Z', { config, samplesPerSec: null }),
    ]);
    const cells = cellsOf(text, 'regularised');
    expect(cells?.[2]).toBe('`network.dropout=0.5`, `picture.mixupShare=0`');
    expect(cells?.[3]).toBe('4');
    expect(cells?.at(-1)).toBe('');
  });

  it('says in one word that recordings were not varied', () => {
    const waveform = JSON.stringify(NO_WAVEFORM_AUGMENTATION);
    const config = readRunConfig('{}', [`waveform=${waveform}`, 'every=3']);
    const text = updateTable('', [createSummary('plain', '2026-03-02T10:00:00.000Z', { config })]);
    expect(cellsOf(text, 'plain')?.[2]).toBe('`waveform=off`, `every=3`');
  });

  it('sorts by date and name, keeps rows of other disks, and replaces a run that is there', () => {
    const elsewhere = updateTable('before\n\n', [
      createSummary('b', '2026-03-03T09:00:00.000Z'),
      createSummary('a', '2026-03-03T09:00:00.000Z'),
      shipped,
    ]);
    const again = createSummary('shipped', '2026-03-04T10:00:00.000Z', { bestEpoch: 12 });
    const text = updateTable(`${elsewhere}\n\nafter\n`, [again, createSummary('early', '2026-02-01T10:00:00.000Z')]);
    expect(namesIn(text)).toEqual(['early', 'a', 'b', 'shipped']);
    expect(cellsOf(text, 'shipped')?.[5]).toBe('12 of 13');
    expect(cellsOf(text, 'a')).toEqual(cellsOf(elsewhere, 'a'));
    expect(text.startsWith('before\n')).toBe(true);
    expect(text.endsWith('|\n\nafter\n')).toBe(true);
  });

  it('is the same however often and in whatever order', () => {
    const summaries = ['a', 'b', 'c'].map((name, i) => createSummary(name, `2026-03-0${9 - i}T09:00:00.000Z`));
    const text = updateTable('head\n\n', summaries);
    expect(updateTable(text, summaries)).toBe(text);
    expect(updateTable('head\n\n', [...summaries].reverse())).toBe(text);
    expect(updateTable(text, [])).toBe(text);
  });

  it('reads what a formatter has aligned', () => {
    const text = updateTable('', [shipped]).replaceAll('|', '  |  ').replaceAll('---', ':-----');
    expect(namesIn(updateTable(text, [createSummary('next', '2026-03-05T09:00:00.000Z')]))).toEqual([
      'shipped',
      'next',
    ]);
  });
});

describe('summariseValidation', () => {
  it('takes accuracy and the recall of every corpus', () => {
    const figures = {
      clips: 2,
      speakers: 1,
      accuracy: 0.7,
      uar: 0.6,
      macroF1: 0.5,
      interval: { accuracy: [0, 1], uar: [0, 1] },
      perEmotion: {} as never,
      confusion: [],
    } as const;
    const report = { ...figures, trainClips: 3, perCorpus: { tess: { ...figures, uar: 0.9 } } };
    expect(summariseValidation(report, 1.5)).toEqual({ loss: 1.5, accuracy: 0.7, uarPerCorpus: { tess: 0.9 } });
  });
});
