import { describe, expect, it } from 'vitest';
import { writeCsv } from './write-csv';

function writeCell(cell: string | number | null): string {
  return writeCsv({ columns: ['cell', 'next'], rows: [[cell, 'x']] }).split('\r\n')[1] ?? '';
}

describe('writeCsv', () => {
  it('ends every line with CRLF, the last one too (RFC 4180, 2.1 and 2.2)', () => {
    expect(
      writeCsv({
        columns: ['a', 'b'],
        rows: [
          [1, 2],
          [3, null],
        ],
      }),
    ).toBe('a,b\r\n1,2\r\n3,\r\n');
  });

  it('writes the names alone where there is no row', () => {
    expect(writeCsv({ columns: ['a', 'b'], rows: [] })).toBe('a,b\r\n');
  });

  it.each([
    ['a,b', '"a,b",x'],
    ['say "a"', '"say ""a""",x'],
    ['two\r\nlines', '"two\r\nlines",x'],
    ['Grüße 声', 'Grüße 声,x'],
  ])('quotes %j where it must (2.5 to 2.7)', (text, line) => {
    expect(writeCsv({ columns: ['cell', 'next'], rows: [[text, 'x']] })).toBe(`cell,next\r\n${line}\r\n`);
  });

  it.each(['=1+1.wav', '+1.wav', '-1.wav', '@SUM(A1).wav', '\t=1', ' =1', '\uff1d1'])(
    'disarms %j, which a spreadsheet might run',
    (text) => {
      expect(writeCell(text)).toMatch(/^"'/u);
      expect(writeCell(text)).toContain(text);
    },
  );

  it('leaves numbers numbers, and harmless names as they are', () => {
    expect(writeCell(-0.25)).toBe('-0.25,x');
    expect(writeCell('a=b.wav')).toBe('a=b.wav,x');
  });
});
