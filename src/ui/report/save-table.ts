/** Writes a figure's table as CSV; fetched when the first one is asked for. */
import { writeCsv, type Table } from '../../export/write-csv';
import { download } from '../export/download';

/** Hands a table over as a file. @param fileName without the ending */
export function saveTable(table: Table, fileName: string): void {
  // The mark tells spreadsheets that the text is UTF-8.
  download(`${fileName}.csv`, new Blob(['\ufeff', writeCsv(table)], { type: 'text/csv;charset=utf-8' }));
}
