import type { LayerSampling } from '../../contract/sampling';
import { mapToPicture } from '../../explain/sampling-geometry';
import { rowToHz } from '../../explain/units';
import { formatHertz } from './listened-words';

/** How much a layer read of each of its rows over the sound, against the fixed grid. */
export function DensityTable({
  sampling,
  density,
  firstColumn,
  frames,
}: {
  readonly sampling: LayerSampling;
  readonly density: Float32Array;
  readonly firstColumn: number;
  readonly frames: number;
}) {
  const [rows, columns] = sampling.inputSize;
  const isSound = (column: number): boolean => {
    const place = mapToPicture({ row: 0, column }, sampling.stages).column - firstColumn;
    return place >= 0 && place < frames;
  };
  const lines = Array.from({ length: rows }, (_, row) => {
    const amounts = Array.from({ length: columns }, (_unused, column) => column)
      .filter(isSound)
      .map((column) => density[row * columns + column] ?? 0);
    const middle = mapToPicture({ row, column: 0 }, sampling.stages).row;
    return {
      middle,
      frequencyHz: rowToHz(middle),
      mean: amounts.reduce((sum, amount) => sum + amount, 0) / Math.max(1, amounts.length),
      most: Math.max(0, ...amounts),
    };
  }).reverse();
  return (
    <div className="listened-table" role="region" aria-label="Amounts, scrolls" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Around</th>
            <th scope="col">Or coefficient</th>
            <th scope="col">On average</th>
            <th scope="col">At most</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ middle, frequencyHz, mean, most }) => (
            <tr key={middle}>
              <th scope="row">{frequencyHz === null ? 'beyond' : formatHertz(frequencyHz)}</th>
              <td>{Math.round(middle)}</td>
              <td>× {mean.toFixed(2)}</td>
              <td>× {most.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>× 1 is what a plain convolution reads.</p>
    </div>
  );
}
