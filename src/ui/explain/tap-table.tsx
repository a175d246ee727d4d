import type { TapRow } from '../../explain/units';
import { formatSigned } from './listened-words';

/** The taps of one place in figures. */
export function TapTable({ rows }: { readonly rows: readonly TapRow[] }) {
  return (
    <div className="listened-table" role="region" aria-label="Taps, scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Tap</th>
            <th scope="col">Cells up</th>
            <th scope="col">Cells on</th>
            <th scope="col">In time, ms</th>
            <th scope="col">In log-mel, Hz</th>
            <th scope="col">Counts</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ number, rowsOff, columnsOff, secondsOff, hertzOff, modulation, isOutside }) => (
            <tr key={number}>
              <th scope="row">{number}</th>
              <td>{formatSigned(rowsOff, 1)}</td>
              <td>{formatSigned(columnsOff, 1)}</td>
              <td>{formatSigned(secondsOff * 1000, 0)}</td>
              <td>{hertzOff === null ? 'beyond' : formatSigned(hertzOff, 0)}</td>
              <td>{isOutside ? 'reads nothing' : `× ${modulation.toFixed(2)}`}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        How far each tap lies from the fixed grid, in cells of the pictures. Taps are counted from the lowest row, left
        to right. “Beyond” is outside of the 40 bands; in the MFCC picture the cells up are coefficients.
      </p>
    </div>
  );
}
