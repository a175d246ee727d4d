import type { WeightsFile } from '../../contract/model-card';
import { formatBytes } from '../format';
import { formatCount } from '../report/figures';
import { numberColumn, textColumn, type FigureTable } from '../report/figure-table';
import { TableView } from '../report/table-view';
import type { CardHead } from './read-card';

/** Which weights these are, to the byte. */
export function FilesSection({ head }: { readonly head: CardHead }) {
  const { version, createdAt, weights, features } = head;
  const createdOn = new Date(createdAt);
  return (
    <>
      <p>Which weights this page runs, to the byte: it refuses files that are not what is written here.</p>
      <dl className="facts">
        <div>
          <dt>Version</dt>
          <dd>{version}</dd>
        </div>
        <div>
          <dt>Made</dt>
          <dd>
            {Number.isNaN(createdOn.getTime()) ? (
              createdAt
            ) : (
              <time dateTime={createdAt}>{createdOn.toISOString().slice(0, 16).replace('T', ' ')} UTC</time>
            )}
          </dd>
        </div>
        <div>
          <dt>Parameters</dt>
          <dd>{formatCount(weights.parameters)}</dd>
        </div>
        <div>
          <dt>To load</dt>
          <dd>
            {formatBytes(weights.bytes)} ({formatCount(weights.bytes)} bytes)
          </dd>
        </div>
        <div>
          <dt>Features</dt>
          <dd>
            {Object.entries(features)
              .map(([name, value]) => `${name} ${value}`)
              .join(', ')}
          </dd>
        </div>
      </dl>
      <h4>Files</h4>
      <TableView table={tabulateFiles(weights.files)} />
      <p>
        <a href="./model/model-card.json" download="undertone-model-card.json">
          The record itself
        </a>{' '}
        (JSON): everything on this page is read from it.
      </p>
    </>
  );
}

function tabulateFiles(files: readonly WeightsFile[]): FigureTable<WeightsFile> {
  return {
    caption: 'Files of the weights with their sizes and hashes',
    fileName: 'undertone-files',
    rows: files,
    columns: [
      textColumn('File', 'file', ({ name }) => name),
      numberColumn('Bytes', 'bytes', ({ bytes }) => bytes),
      textColumn('SHA-256', 'sha256', ({ sha256 }) => sha256),
    ],
  };
}
