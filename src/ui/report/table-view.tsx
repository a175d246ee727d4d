import { useState, type CSSProperties } from 'react';
import type { Emotion } from '../../contract/emotions';
import { loadPart } from '../../contract/errors';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { toCsvTable, type Column, type FigureTable } from './figure-table';
import { useOverflow } from './use-overflow';
import '../styles/data-table.css';
import './report.css';

/**
 * The table of a figure with its CSV.
 *
 * @param foldedAs for long tables: what opens them
 */
export function TableView<Row>({ table, foldedAs }: { readonly table: FigureTable<Row>; readonly foldedAs?: string }) {
  return (
    <div className="table-view" data-table={table.fileName}>
      {foldedAs === undefined ? (
        <TableBox table={table} />
      ) : (
        <details>
          <summary>{foldedAs}</summary>
          <TableBox table={table} />
        </details>
      )}
      <CsvButton table={table} />
    </div>
  );
}

/** The table; what does not fit scrolls sideways inside its own box. */
function TableBox<Row>({ table: { caption, columns, rows, group } }: { readonly table: FigureTable<Row> }) {
  const [box, overflows] = useOverflow<HTMLDivElement>();
  return (
    <div
      ref={box}
      className="data-table-box"
      // A place to stop at for who scrolls with the keyboard, where there is something to scroll.
      {...(overflows ? { role: 'region', 'aria-label': `${caption}, scrolls sideways`, tabIndex: 0 } : {})}
    >
      <table className="data-table">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          {group && (
            <tr>
              <td colSpan={group.from} />
              <th scope="colgroup" colSpan={columns.length - group.from} className="column-group">
                {group.heading}
              </th>
            </tr>
          )}
          <tr>
            {columns.map(({ heading, isNumber }) => (
              <th key={heading} scope="col" className={isNumber ? 'number' : undefined}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // Rows have no name of their own, and their order is theirs.
            <tr key={index}>
              {columns.map((column, place) => (
                <CellView key={column.heading} column={column} row={row} isHeading={place === 0} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellView<Row>({
  column,
  row,
  isHeading,
}: {
  readonly column: Column<Row>;
  readonly row: Row;
  readonly isHeading: boolean;
}) {
  const text = column.show(row);
  if (isHeading) {
    const emotion = column.emotionOf?.(row);
    return <th scope="row">{emotion ? <NamedEmotion emotion={emotion} text={text} /> : text}</th>;
  }
  const bar = column.bar?.(row);
  const range = column.range?.(row);
  const shade = column.shade?.(row);
  const style = shade && ({ '--shade': shade.share } as CSSProperties);
  return (
    <td
      className={[column.isNumber && 'number', shade && 'shaded', shade?.isRight && 'right'].filter(Boolean).join(' ')}
      style={style}
    >
      {text}
      {bar && (
        <span className="cell-bar" aria-hidden="true">
          <span
            style={{ inlineSize: `${(100 * bar.share).toFixed(1)}%`, ...(bar.colour && { background: bar.colour }) }}
          />
        </span>
      )}
      {range && <Range {...range} />}
    </td>
  );
}

/** A dot on its interval, and where zero is. */
function Range({ low, value, high }: { readonly low: number; readonly value: number; readonly high: number }) {
  const place = (position: number): number => 50 + 48 * Math.max(-1, Math.min(1, position));
  return (
    <svg className="cell-range" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <path className="range-zero" d="M50 0v10" />
      <path className="range-interval" d={`M${place(low)} 5H${place(high)}`} />
      <path className="range-value" d={`M${place(value)} 1v8`} />
    </svg>
  );
}

function NamedEmotion({ emotion, text }: { readonly emotion: Emotion; readonly text: string }) {
  return (
    <span className="emotion-cell">
      <EmotionGlyph emotion={emotion} />
      {text}
    </span>
  );
}

function CsvButton<Row>({ table }: { readonly table: FigureTable<Row> }) {
  const [failed, setFailed] = useState(false);
  const save = (): void => {
    setFailed(false);
    loadPart(() => import('./save-table')).then(
      ({ saveTable }) => {
        saveTable(toCsvTable(table), table.fileName);
      },
      () => {
        setFailed(true);
      },
    );
  };
  return (
    <p className="table-save">
      <button type="button" className="button button-small" aria-label={`Save as CSV: ${table.caption}`} onClick={save}>
        CSV
      </button>
      {failed && <span role="alert">The file could not be made. Reload the page and try again.</span>}
    </p>
  );
}
