/** Where recordings to compare come from. A source has a key that fits the value of a list's option. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { PlainError } from '../../contract/errors';
import type { Analysis } from '../../contract/prediction';
import type { BatchQueue } from '../../recognition/batch-queue';
import type { BatchItem } from '../../recognition/batch-state';
import type { RecognitionState } from '../../recognition/recognition-state';
import type { Recognizer } from '../../recognition/recognizer';
import type { History } from '../../storage/history';
import type { HistoryEntry } from '../../storage/history-entry';
import { describeItem } from '../batch/batch-words';

/** All that holds results. */
export interface Sources {
  readonly recognizer: Recognizer;
  readonly batch: BatchQueue;
  readonly history: History;
}

/** One recording that can be chosen. */
export interface SourceOption {
  readonly key: string;
  readonly fileName: string;
  /** What tells it from others of its name; may be empty. */
  readonly detail: string;
}

/** The recordings that can be chosen, by where they are; the newest first. */
export interface SourceGroups {
  readonly present: readonly SourceOption[];
  readonly files: readonly SourceOption[];
  readonly kept: readonly SourceOption[];
}

/** What there is of a chosen recording. */
export type SideResult =
  | { readonly status: 'ready'; readonly analysis: Analysis; readonly audio: Blob | null }
  /** `words` say what is waited for. */
  | { readonly status: 'waiting'; readonly words: string }
  | { readonly status: 'failed'; readonly error: PlainError }
  | { readonly status: 'gone' };

/** The result on the start screen. */
export const PRESENT = 'present';

/** The key of a file of the list. */
export function keyOfFile(id: number): string {
  return `file-${id}`;
}

/** The key of a kept result. */
export function keyOfKept(id: number): string {
  return `kept-${id}`;
}

/** All that can be chosen now. */
export function useSourceGroups({ recognizer, batch, history }: Sources): SourceGroups {
  const present = findPresent(useStore(recognizer.store));
  const items = useStore(batch.store, (state) => state.items);
  const entries = useStore(history.store, (state) => state.entries);
  return {
    present: present === null ? [] : [{ key: PRESENT, fileName: present.analysis.fileName, detail: '' }],
    files: [...items].reverse().map(describeFile),
    kept: entries.map(describeKept),
  };
}

/**
 * The two that are compared where nobody has chosen: the first there is, and then one of another name if there is one; the
 * same recording is mostly kept, too.
 */
export function chooseSources(groups: SourceGroups, chosen: readonly [string | null, string | null]): [string, string] {
  const all = [...groups.present, ...groups.files, ...groups.kept];
  const a = chosen[0] ?? all.find(({ key }) => key !== chosen[1])?.key ?? '';
  const nameOfA = all.find(({ key }) => key === a)?.fileName;
  const others = all.filter(({ key }) => key !== a);
  const b = chosen[1] ?? (others.find(({ fileName }) => fileName !== nameOfA) ?? others[0])?.key ?? a;
  return [a, b];
}

/** The result behind a key. */
export function useSideResult({ recognizer, batch, history }: Sources, key: string): SideResult {
  const [, kind, digits] = /^(present|file|kept)(?:-(\d+))?$/.exec(key) ?? [];
  const id = digits === undefined ? null : Number(digits);
  const present = findPresent(useStore(recognizer.store));
  const item = useStore(batch.store, ({ items }) => items.find((candidate) => candidate.id === id));
  const kept = useKeptResult(history, kind === 'kept' ? id : null);
  if (kind === 'present') return present === null ? { status: 'gone' } : { status: 'ready', ...present };
  if (kind === 'kept') return kept;
  if (item === undefined) return { status: 'gone' };
  const { state, file } = item;
  if (state.status === 'done') return { status: 'ready', analysis: state.analysis, audio: file };
  if (state.status === 'failed') return { status: 'failed', error: state.error };
  return { status: 'waiting', words: describeItem(state) };
}

function useKeptResult(history: History, id: number | null): SideResult {
  const [read, setRead] = useState<{ readonly id: number; readonly result: SideResult } | null>(null);
  useEffect(() => {
    if (id === null) return undefined;
    let wanted = true;
    void history.read(id).then((result) => {
      if (!wanted) return;
      setRead({
        id,
        result:
          result === null ? { status: 'gone' } : { status: 'ready', analysis: result.analysis, audio: result.audio },
      });
    });
    return () => {
      wanted = false;
    };
  }, [history, id]);
  return read !== null && read.id === id ? read.result : { status: 'waiting', words: 'Opening' };
}

function findPresent(state: RecognitionState): { readonly analysis: Analysis; readonly audio: Blob } | null {
  if (state.phase === 'done') return { analysis: state.analysis, audio: state.audio };
  return state.phase === 'failed' ? state.kept : null;
}

function describeFile({ id, path, state }: BatchItem): SourceOption {
  return { key: keyOfFile(id), fileName: path, detail: state.status === 'done' ? '' : describeItem(state) };
}

function describeKept({ id, fileName, keptAtMs, partial }: HistoryEntry): SourceOption {
  const when = new Date(keptAtMs).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
  return { key: keyOfKept(id), fileName, detail: partial ? `${when}, in part` : when };
}
