import type { SkippedRecording } from '../../contract/evaluation';
import { countOf, formatCount } from '../report/figures';
import { describeSkipped } from './evaluation-words';
import '../styles/data-table.css';

/** A table of thousands helps nobody; the CSV has them all. */
const MAX_SHOWN = 200;

/** The files that play no part, each with the reason; nothing where there is none. */
export function SkippedFiles({ skipped }: { readonly skipped: readonly SkippedRecording[] }) {
  if (skipped.length === 0) return null;
  const hidden = skipped.length - MAX_SHOWN;
  return (
    <details className="evaluation-skipped" data-testid="skipped-files">
      <summary>{countOf(skipped.length, 'file')} left out</summary>
      <div className="data-table-box" role="region" aria-label="Files left out, scrolls sideways" tabIndex={0}>
        <table className="data-table">
          <caption className="visually-hidden">Files left out, and why</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {skipped.slice(0, MAX_SHOWN).map((file) => (
              <tr key={file.path}>
                <th scope="row">{file.path}</th>
                <td>{describeSkipped(file)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hidden > 0 && <p>And {formatCount(hidden)} more.</p>}
    </details>
  );
}
