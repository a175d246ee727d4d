/**
 * The table of a figure: what the page shows and what its CSV holds come from the same columns, so that they cannot say
 * different things. The page rounds; the CSV has every digit, and a column for each end of an interval.
 */
import type { Emotion } from '../../contract/emotions';
import type { Interval } from '../../contract/report';
import type { Cell, Table } from '../../export/write-csv';
import { formatCount, formatShare, formatWithInterval } from './figures';

/** One column; `Row` is whatever a line of the table is made of. */
export interface Column<Row> {
  readonly heading: string;
  readonly isNumber: boolean;
  /** What stands in the cell; nothing where it is empty. */
  readonly show: (row: Row) => string;
  /** In the CSV: names in lower case with their unit, shares 0…1. */
  readonly values: readonly (readonly [name: string, read: (row: Row) => Cell])[];
  /** Whose contour stands before the words. */
  readonly emotionOf?: (row: Row) => Emotion;
  /** Length 0…1 of a bar below the figure, and its colour in CSS. */
  readonly bar?: (row: Row) => { readonly share: number; readonly colour?: string } | null;
  /** A value with its interval on a line from −1 to 1, below the figure. */
  readonly range?: (row: Row) => { readonly low: number; readonly value: number; readonly high: number };
  /** How dark the cell is, 0…1; `isRight` frames it. */
  readonly shade?: (row: Row) => { readonly share: number; readonly isRight: boolean };
}

/** A table with what it is called; the first column names the rows. */
export interface FigureTable<Row> {
  /** Says what the table holds; read out with it, and not shown. */
  readonly caption: string;
  /** Name of its file without the ending. */
  readonly fileName: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** What several columns have in common, above their headings: those from `from` to the last. */
  readonly group?: { readonly from: number; readonly heading: string };
}

/** A column of words. */
export function textColumn<Row>(heading: string, name: string, read: (row: Row) => string): Column<Row> {
  return { heading, isNumber: false, show: read, values: [[name, read]] };
}

/** A column of numbers, shown as `format` writes them; `null` is an empty cell. */
export function numberColumn<Row>(
  heading: string,
  name: string,
  read: (row: Row) => number | null,
  format: (value: number) => string = formatCount,
): Column<Row> {
  return {
    heading,
    isNumber: true,
    show: (row) => {
      const value = read(row);
      return value === null ? '' : format(value);
    },
    values: [[name, read]],
  };
}

/** A column of shares 0…1. */
export function shareColumn<Row>(heading: string, name: string, read: (row: Row) => number | null): Column<Row> {
  return numberColumn(heading, name, read, formatShare);
}

/** A column of shares 0…1 with a bar below each. */
export function barColumn<Row>(
  heading: string,
  name: string,
  read: (row: Row) => number,
  colour?: (row: Row) => string,
): Column<Row> {
  return {
    ...shareColumn(heading, name, read),
    bar: (row) => ({ share: read(row), ...(colour ? { colour: colour(row) } : {}) }),
  };
}

/** A column of shares 0…1 with their 95 % intervals. */
export function intervalColumn<Row>(
  heading: string,
  name: string,
  read: (row: Row) => number,
  readInterval: (row: Row) => Interval | undefined,
): Column<Row> {
  return {
    heading,
    isNumber: true,
    show: (row) => {
      const interval = readInterval(row);
      return interval ? formatWithInterval(read(row), interval) : formatShare(read(row));
    },
    values: [
      [name, read],
      [`${name}_low`, (row) => readInterval(row)?.[0] ?? null],
      [`${name}_high`, (row) => readInterval(row)?.[1] ?? null],
    ],
  };
}

/** The table as its CSV holds it. */
export function toCsvTable<Row>({ columns, rows }: Pick<FigureTable<Row>, 'columns' | 'rows'>): Table {
  const values = columns.flatMap((column) => column.values);
  return {
    columns: values.map(([name]) => name),
    rows: rows.map((row) => values.map(([, read]) => read(row))),
  };
}
