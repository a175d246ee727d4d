import { memo, useState } from 'react';
import { EMOTIONS } from '../../contract/emotions';
import type { BatchQueue } from '../../recognition/batch-queue';
import { isPending, type BatchItem } from '../../recognition/batch-state';
import { EmotionCell } from '../emotions/emotion-cell';
import { EMOTION_WORDS } from '../emotions/emotion-words';
import { formatDuration, formatPercent } from '../format';
import { toHash } from '../navigation/route';
import { describeItem } from './batch-words';
import { pressColumn, sortItems, type SortKey, type SortOrder } from './sort-items';
import '../styles/data-table.css';

/** The list as a table that can be sorted; the name of a file that is done opens its result. */
export function BatchTable({ items, queue }: { readonly items: readonly BatchItem[]; readonly queue: BatchQueue }) {
  const [order, setOrder] = useState<SortOrder | null>(null);
  const heading = (key: SortKey, name: string, className?: string) => (
    <SortableHeading
      key={key}
      name={name}
      className={className}
      direction={order?.key !== key ? null : order.descending ? 'descending' : 'ascending'}
      onPress={() => {
        setOrder((before) => pressColumn(before, key));
      }}
    />
  );
  return (
    <div className="data-table-box" role="region" aria-label="Files, scrolls sideways" tabIndex={0}>
      <table className="data-table">
        <caption className="visually-hidden">Files and what was heard in them</caption>
        <thead>
          <tr>
            {heading('file', 'File')}
            {heading('state', 'State')}
            {heading('emotion', 'Emotion')}
            {heading('confidence', 'Sure', 'number roomy-only')}
            {heading('duration', 'Length', 'number roomy-only')}
            {EMOTIONS.map((emotion) => heading(emotion, EMOTION_WORDS[emotion].label, 'number wide-only'))}
          </tr>
        </thead>
        <tbody>
          {sortItems(items, order).map((item) => (
            <BatchRow key={item.id} item={item} queue={queue} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SortableHeading({
  name,
  className,
  direction,
  onPress,
}: {
  readonly name: string;
  readonly className: string | undefined;
  readonly direction: 'ascending' | 'descending' | null;
  readonly onPress: () => void;
}) {
  return (
    <th scope="col" className={className} aria-sort={direction ?? 'none'}>
      <button type="button" className="sort-button" onClick={onPress}>
        {name}
        <span className="sort-arrow" aria-hidden="true">
          {direction === 'ascending' ? '▲' : direction === 'descending' ? '▼' : ''}
        </span>
      </button>
    </th>
  );
}

const BatchRow = memo(function BatchRow({ item, queue }: { readonly item: BatchItem; readonly queue: BatchQueue }) {
  const { id, path, state } = item;
  const analysis = state.status === 'done' ? state.analysis : null;
  const confidence = analysis === null ? null : Math.max(...analysis.probabilities);
  return (
    <tr data-status={state.status}>
      <th scope="row">{analysis === null ? path : <a href={toHash({ page: 'files', id })}>{path}</a>}</th>
      <td colSpan={state.status === 'failed' ? 3 : 1}>
        <ItemState item={item} queue={queue} />
      </td>
      {state.status !== 'failed' && (
        <>
          <td>
            {analysis !== null && confidence !== null && (
              <EmotionCell
                emotion={analysis.emotion}
                confidence={confidence}
                uncertain={confidence < analysis.model.uncertainBelow}
              />
            )}
          </td>
          <td className="number roomy-only">{confidence !== null && formatPercent(confidence)}</td>
        </>
      )}
      <td className="number roomy-only">{analysis !== null && formatDuration(analysis.durationSec)}</td>
      {EMOTIONS.map((emotion, index) => (
        <td key={emotion} className="number wide-only">
          {analysis !== null && formatPercent(analysis.probabilities[index] ?? 0)}
        </td>
      ))}
    </tr>
  );
});

/** Where a file stands, and what can be done about that. */
function ItemState({ item, queue }: { readonly item: BatchItem; readonly queue: BatchQueue }) {
  const { id, path, state } = item;
  return (
    <span className="item-state">
      {describeItem(state)}
      {state.status !== 'done' && (
        // One button for both, so that it keeps the focus when the one becomes the other.
        <button
          type="button"
          className="button button-small"
          aria-label={isPending(state) ? `Cancel ${path}` : `Try ${path} again`}
          onClick={() => {
            if (isPending(state)) queue.cancel(id);
            else queue.retry(id);
          }}
        >
          {isPending(state) ? 'Cancel' : 'Try again'}
        </button>
      )}
    </span>
  );
}
