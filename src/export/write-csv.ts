/** Tables as RFC 4180 text; the one file that knows Papa Parse. */
import Papa from 'papaparse';

/** A cell; numbers are written with a decimal point, `null` as nothing. */
export type Cell = string | number | boolean | null;

/** A table of named columns. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/**
 * What a spreadsheet may take for a formula: a file's name can begin like one. After the advice of OWASP, "CSV
 * Injection"; the characters of full width are read as the others by some programs.
 */
const FORMULA = /^\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/u;

/**
 * Writes a table: comma, CRLF, quotes where needed (RFC 4180), a line of names first. Text that a spreadsheet might run
 * as a formula gets an apostrophe before it; numbers stay numbers.
 */
export function writeCsv({ columns, rows }: Table): string {
  // With the names as the first line: given apart, they are followed by an empty line where there is no row.
  const lines = [columns, ...rows].map((row) => [...row]);
  return `${Papa.unparse(lines, { newline: '\r\n', escapeFormulae: FORMULA })}\r\n`;
}
