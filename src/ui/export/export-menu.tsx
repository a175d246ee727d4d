import { useState } from 'react';
import { loadPart } from '../../contract/errors';
import { download } from './download';
import type { ExportKind } from './export-results';
import './export.css';

/** What one button makes: a file's name and its content. */
export type MakeFile = () => Promise<{ readonly fileName: string; readonly content: Blob }>;

/** The code that writes files, fetched when the first one is asked for. */
export const loadExports = () => loadPart(() => import('./export-results'));

const KIND_WORDS: Readonly<Record<ExportKind, string>> = {
  'files-csv': 'CSV',
  'segments-csv': 'CSV of segments',
  json: 'JSON',
};

/** Buttons that hand results over as files. */
export function ExportMenu({
  makeTable,
  makePicture,
}: {
  readonly makeTable: (kind: ExportKind) => ReturnType<MakeFile>;
  readonly makePicture?: MakeFile;
}) {
  const [failed, setFailed] = useState(false);
  const handOver = (make: MakeFile) => () => {
    setFailed(false);
    make().then(
      ({ fileName, content }) => {
        download(fileName, content);
      },
      () => {
        setFailed(true);
      },
    );
  };
  return (
    <div className="export-menu" role="group" aria-label="Save">
      <span aria-hidden="true">Save as</span>
      {(['files-csv', 'segments-csv', 'json'] as const).map((kind) => (
        <button
          key={kind}
          type="button"
          className="button button-small"
          aria-label={`Save as ${KIND_WORDS[kind]}`}
          onClick={handOver(() => makeTable(kind))}
        >
          {KIND_WORDS[kind]}
        </button>
      ))}
      {makePicture && (
        <button
          type="button"
          className="button button-small"
          aria-label="Save as picture"
          onClick={handOver(makePicture)}
        >
          Picture
        </button>
      )}
      {failed && <p role="alert">The file could not be made. Reload the page and try again.</p>}
    </div>
  );
}
