import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { History, HistoryState } from '../../storage/history';
import type { HistoryEntry } from '../../storage/history-entry';
import { EmotionCell } from '../emotions/emotion-cell';
import { formatBytes, formatDuration, formatPercent } from '../format';
import { focusScreenHeading, ScreenHeading } from '../navigation/screen-heading';
import { toHash } from '../navigation/route';
import { PROBLEM_TEXTS } from './history-words';
import { KeptResultView } from './kept-result-view';
import '../styles/data-table.css';
import './history.css';

/** The screen of kept results: the list, or one of them. */
export function HistoryScreen({ history, openId }: { readonly history: History; readonly openId: number | null }) {
  const state = useStore(history.store);
  useEffect(() => {
    void history.refresh();
  }, [history]);
  if (openId !== null) return <KeptResultView key={openId} history={history} id={openId} />;
  return (
    <>
      <ScreenHeading>History</ScreenHeading>
      {state.problem !== null && (
        <p className="panel history-problem" role="alert" data-problem={state.problem}>
          {PROBLEM_TEXTS[state.problem]}
        </p>
      )}
      {state.status === 'ready' && (
        <>
          <div>
            <AudioSwitch state={state} history={history} />
            <Undo state={state} history={history} />
          </div>
          {state.entries.length === 0 ? (
            <p className="panel">Results you get here are kept in this browser until you delete them. There is none.</p>
          ) : (
            <EntryList entries={state.entries} history={history} />
          )}
        </>
      )}
    </>
  );
}

function AudioSwitch({ state, history }: { readonly state: HistoryState; readonly history: History }) {
  const audioBytes = state.entries.reduce((sum, entry) => sum + (entry.audioBytes ?? 0), 0);
  return (
    <div className="history-settings">
      <label>
        <input
          type="checkbox"
          role="switch"
          checked={state.keepsAudio}
          onChange={({ currentTarget }) => void history.setKeepsAudio(currentTarget.checked)}
        />
        Keep the recordings, too
      </label>
      <span>
        {state.keepsAudio ? 'From now on, on this device only.' : 'Off: only results are kept, on this device only.'}{' '}
        {audioBytes > 0 && `Recordings kept: ${formatBytes(audioBytes)}.`}
      </span>
    </div>
  );
}

function Undo({ state, history }: { readonly state: HistoryState; readonly history: History }) {
  return (
    <div role="status">
      {state.removed && (
        <p className="history-undo">
          <span className="file-name">{state.removed.fileName} was deleted.</span>
          <button
            // The row that held the focus is gone.
            key={state.removed.id}
            autoFocus
            type="button"
            className="button button-small"
            onClick={() => {
              focusScreenHeading();
              void history.undoRemove();
            }}
          >
            Undo
          </button>
        </p>
      )}
    </div>
  );
}

function EntryList({ entries, history }: { readonly entries: readonly HistoryEntry[]; readonly history: History }) {
  const [asking, setAsking] = useState(false);
  const count = entries.length === 1 ? 'One result' : `${entries.length} results`;
  return (
    <section className="panel history-list" aria-label="Kept results">
      <div className="screen-head">
        <p className="history-count">
          {count} <a href={toHash({ page: 'compare', id: null })}>Compare two</a>
        </p>
        {asking ? (
          <div className="history-asking" role="group" aria-label="Delete all results?">
            <span>Delete all for good?</span>
            <button
              type="button"
              className="button button-small"
              autoFocus
              onClick={() => {
                setAsking(false);
              }}
            >
              Keep them
            </button>
            <button
              type="button"
              className="button button-small button-danger"
              onClick={() => {
                focusScreenHeading();
                void history.removeAll();
              }}
            >
              Delete all
            </button>
          </div>
        ) : (
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              setAsking(true);
            }}
          >
            Delete all
          </button>
        )}
      </div>
      <div className="data-table-box" role="region" aria-label="Results, scrolls sideways" tabIndex={0}>
        <table className="data-table">
          <caption className="visually-hidden">Kept results, the newest first</caption>
          <thead>
            <tr>
              <th scope="col">File</th>
              <th scope="col">Emotion</th>
              <th scope="col" className="number roomy-only">
                Sure
              </th>
              <th scope="col" className="number roomy-only">
                Length
              </th>
              <th scope="col" className="roomy-only">
                Kept
              </th>
              <th scope="col" className="number roomy-only">
                Recording
              </th>
              <th scope="col" className="row-actions">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <EntryRow key={entry.id} entry={entry} history={history} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function EntryRow({ entry, history }: { readonly entry: HistoryEntry; readonly history: History }) {
  const { id, fileName, emotion, confidence, uncertain, partial, durationSec, keptAtMs, audioBytes } = entry;
  const keptAt = new Date(keptAtMs);
  return (
    <tr>
      <th scope="row">
        <a href={toHash({ page: 'history', id })}>{fileName}</a>
        {partial && ' (in part)'}
      </th>
      <td>
        <EmotionCell emotion={emotion} confidence={confidence} uncertain={uncertain} />
      </td>
      <td className="number roomy-only">{formatPercent(confidence)}</td>
      <td className="number roomy-only">{formatDuration(durationSec)}</td>
      <td className="roomy-only">
        <time dateTime={keptAt.toISOString()}>
          {keptAt.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })}
        </time>
      </td>
      <td className="number roomy-only">{audioBytes === null ? 'not kept' : formatBytes(audioBytes)}</td>
      <td className="row-actions">
        <button
          type="button"
          className="button button-small"
          aria-label={`Delete ${fileName}`}
          onClick={() => void history.remove(id)}
        >
          Delete
        </button>
      </td>
    </tr>
  );
}
