import { createContext, useContext } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { TimeView } from './time-view';

/** What the pictures of one result share, and what they can ask for. */
export interface TimeViewContextValue {
  readonly view: TimeView;
  /** Plays from a moment, in seconds; `null` where there is nothing to play. */
  readonly onSeek: ((timeSec: number) => void) | null;
  /** Judges a part; `null` where parts cannot be judged. */
  readonly onSelect: ((span: TimeSpan) => void) | null;
}

/** Given by the result, read by everything in it that is drawn over time. */
export const TimeViewContext = createContext<TimeViewContextValue | null>(null);

/** @throws Error outside of a result */
export function useTimeView(): TimeViewContextValue {
  const value = useContext(TimeViewContext);
  if (value === null) throw new Error('Expected a view of the recording around what is drawn over time.');
  return value;
}
