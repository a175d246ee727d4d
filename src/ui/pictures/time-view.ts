/** What all pictures over time share: the part of the recording that is seen, and the part that is marked. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TimeSpan } from '../../contract/features';
import { fitSpan, measureSpan, moveSpan, revealPart, toTime, wholeSpan, zoomSpan } from './visible-span';

/** How much a press of a button or a key zooms, and moves. */
const ZOOM_STEP = 0.5;
const MOVE_STEP = 0.2;

/** What is seen and marked. */
export interface TimeViewState {
  readonly visible: TimeSpan;
  /** The part that is selected, or is being dragged; `null` for none. */
  readonly marked: TimeSpan | null;
  /** Whether a drag over a picture marks a part; otherwise it moves what is seen. */
  readonly dragMarks: boolean;
  /** What is seen, after a button or a key: those are told to a screen reader, a wheel's many steps are not. */
  readonly told: TimeSpan | null;
}

/** The steps of buttons and keys. */
export type ViewStep = 'closer' | 'further' | 'whole' | 'earlier' | 'later' | 'start' | 'end';

/** One for each result. */
export interface TimeView {
  readonly durationSec: number;
  readonly store: StoreApi<TimeViewState>;
  readonly show: (visible: TimeSpan) => void;
  readonly step: (step: ViewStep) => void;
  readonly mark: (marked: TimeSpan | null) => void;
  /** Marks a part and shows it. */
  readonly reveal: (part: TimeSpan) => void;
  readonly setDragMarks: (dragMarks: boolean) => void;
}

/** Makes a view that shows the whole of a recording. */
export function createTimeView(durationSec: number): TimeView {
  const store = createStore<TimeViewState>(() => ({
    visible: wholeSpan(durationSec),
    marked: null,
    dragMarks: false,
    told: null,
  }));
  const zoom = (span: TimeSpan, factor: number): TimeSpan => zoomSpan(span, factor, toTime(span, 0.5), durationSec);
  const steps: Readonly<Record<ViewStep, (span: TimeSpan) => TimeSpan>> = {
    closer: (span) => zoom(span, ZOOM_STEP),
    further: (span) => zoom(span, 1 / ZOOM_STEP),
    whole: () => wholeSpan(durationSec),
    earlier: (span) => moveSpan(span, -MOVE_STEP * measureSpan(span), durationSec),
    later: (span) => moveSpan(span, MOVE_STEP * measureSpan(span), durationSec),
    start: (span) => fitSpan(0, measureSpan(span), durationSec),
    end: (span) => fitSpan(durationSec, measureSpan(span), durationSec),
  };
  return {
    durationSec,
    store,
    show: (visible) => {
      store.setState({ visible });
    },
    step: (step) => {
      const visible = steps[step](store.getState().visible);
      store.setState({ visible, told: visible });
    },
    mark: (marked) => {
      store.setState({ marked });
    },
    reveal: (part) => {
      store.setState(({ visible }) => ({ marked: part, visible: revealPart(visible, part, durationSec) }));
    },
    setDragMarks: (dragMarks) => {
      store.setState({ dragMarks });
    },
  };
}
