/**
 * Mouse, touch and keyboard over a picture.
 *
 * A press plays from there. A drag moves what is seen, or marks a part while the mode or the shift key says so: alike for
 * mouse and finger. Two fingers, and the wheel with ctrl or cmd (which is what a touchpad's pinch sends), zoom. The plain
 * wheel and a finger's way up or down stay the page's, to scroll it; a wheel sideways moves what is seen.
 */
import { useEffect, useRef, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { ViewStep } from './time-view';
import { useTimeView, type TimeViewContextValue } from './time-view-context';
import { fitSpan, isWhole, measureSpan, moveSpan, spanBetween, toTime, zoomSpan } from './visible-span';

/** Less is an unsteady hand, in CSS pixels. */
const DRAG_FROM_PX = 5;
/** What 100 pixels of a wheel zoom by. */
const WHEEL_ZOOM = 1.3;
/** Pixels of a line, for wheels that count these. */
const WHEEL_LINE_PX = 16;

const STEP_OF_KEY: Readonly<Record<string, ViewStep>> = {
  '+': 'closer',
  '=': 'closer',
  '-': 'further',
  '0': 'whole',
  ArrowLeft: 'earlier',
  ArrowRight: 'later',
  Home: 'start',
  End: 'end',
};

/** What one or two pointers are doing. */
type Gesture =
  | { readonly kind: 'press'; readonly x: number; readonly marks: boolean }
  | { readonly kind: 'move'; readonly x: number; readonly from: TimeSpan }
  | { readonly kind: 'mark'; readonly fromSec: number; readonly before: TimeSpan | null }
  | { readonly kind: 'pinch'; readonly distance: number; readonly from: TimeSpan; readonly aroundSec: number };

/** What a picture hands to its element. */
export interface PlotGestures {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLDivElement>) => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLDivElement>) => void;
}

/** Follows what the visitor does on a picture whose width is that of the time that is seen. */
export function usePlotGestures(): PlotGestures {
  const context = useTimeView();
  const { view } = context;
  const ref = useRef<HTMLDivElement>(null);
  const tracker = useRef<GestureTracker>(null);
  const readTracker = (): GestureTracker => (tracker.current ??= new GestureTracker());
  useEffect(() => {
    const element = ref.current;
    if (!element) return undefined;
    // React listens passively; this listener decides whether the page scrolls.
    const onWheel = (event: WheelEvent): void => {
      turnWheel(event, element, view);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      element.removeEventListener('wheel', onWheel);
    };
  }, [view]);
  return {
    ref,
    onPointerDown: (event) => {
      if (event.pointerType !== 'mouse' || event.button === 0) readTracker().press(event, context);
    },
    onPointerMove: (event) => {
      readTracker().move(event, context);
    },
    onPointerUp: (event) => {
      readTracker().release(event, context);
    },
    onPointerCancel: (event) => {
      readTracker().cancel(event, context);
    },
    onKeyDown: (event) => {
      const step = STEP_OF_KEY[event.key];
      // With ctrl they are the browser's own zoom.
      if (step === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      view.step(step);
    },
  };
}

function turnWheel(event: WheelEvent, element: HTMLElement, view: TimeViewContextValue['view']): void {
  const { visible } = view.store.getState();
  const { left, width } = element.getBoundingClientRect();
  const unitPx = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : WHEEL_LINE_PX;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    const aroundSec = toTime(visible, (event.clientX - left) / width);
    view.show(zoomSpan(visible, WHEEL_ZOOM ** ((event.deltaY * unitPx) / 100), aroundSec, view.durationSec));
    return;
  }
  const sidewaysPx = unitPx * (event.deltaX !== 0 ? event.deltaX : event.shiftKey ? event.deltaY : 0);
  if (isWhole(visible, view.durationSec) || Math.abs(sidewaysPx) <= Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
  event.preventDefault();
  view.show(moveSpan(visible, (sidewaysPx / width) * measureSpan(visible), view.durationSec));
}

/** The pointers on one picture. */
class GestureTracker {
  /** Where each pointer is, by its id, in CSS pixels from the picture's left. */
  readonly #places = new Map<number, number>();
  #gesture: Gesture | null = null;

  press(event: PointerEvent<HTMLElement>, { view, onSelect }: TimeViewContextValue): void {
    const { visible, dragMarks } = view.store.getState();
    const { x, width } = locate(event);
    this.#places.set(event.pointerId, x);
    if (this.#places.size === 1) {
      const marks = onSelect !== null && (dragMarks || event.shiftKey);
      this.#gesture = { kind: 'press', x, marks };
      return;
    }
    if (this.#gesture?.kind === 'mark') view.mark(this.#gesture.before);
    const [one = 0, other = 0] = this.#places.values();
    this.#gesture = {
      kind: 'pinch',
      distance: Math.max(1, Math.abs(one - other)),
      from: visible,
      aroundSec: toTime(visible, (one + other) / 2 / width),
    };
  }

  move(event: PointerEvent<HTMLElement>, { view }: TimeViewContextValue): void {
    if (!this.#places.has(event.pointerId)) return;
    const { visible, marked } = view.store.getState();
    const { x, width } = locate(event);
    this.#places.set(event.pointerId, x);
    const gesture = this.#gesture;
    if (gesture?.kind === 'press' && Math.abs(x - gesture.x) >= DRAG_FROM_PX) {
      event.currentTarget.setPointerCapture(event.pointerId);
      this.#gesture = gesture.marks
        ? { kind: 'mark', fromSec: toTime(visible, gesture.x / width), before: marked }
        : { kind: 'move', x: gesture.x, from: visible };
    }
    switch (this.#gesture?.kind) {
      case 'move': {
        const { from, x: fromX } = this.#gesture;
        view.show(moveSpan(from, ((fromX - x) / width) * measureSpan(from), view.durationSec));
        break;
      }
      case 'mark':
        view.mark(spanBetween(this.#gesture.fromSec, toTime(visible, x / width), view.durationSec));
        break;
      case 'pinch': {
        const { distance, from, aroundSec } = this.#gesture;
        const [one = 0, other = 0] = this.#places.values();
        const zoomed = zoomSpan(from, distance / Math.max(1, Math.abs(one - other)), aroundSec, view.durationSec);
        // What was between the fingers stays between them.
        const middle = (one + other) / 2 / width;
        const startSec = aroundSec - middle * measureSpan(zoomed);
        view.show(fitSpan(startSec, measureSpan(zoomed), view.durationSec));
        break;
      }
      default:
    }
  }

  release(event: PointerEvent<HTMLElement>, { view, onSeek, onSelect }: TimeViewContextValue): void {
    if (!this.#places.delete(event.pointerId)) return;
    const gesture = this.#gesture;
    // After a pinch, the finger that stays does nothing until it is lifted, too.
    this.#gesture = null;
    const { visible, marked } = view.store.getState();
    const { x, width } = locate(event);
    if (gesture?.kind === 'press') onSeek?.(toTime(visible, x / width));
    if (gesture?.kind === 'mark' && marked !== null) onSelect?.(marked);
  }

  /** The browser takes the pointer over, to scroll the page. */
  cancel(event: PointerEvent<HTMLElement>, { view }: TimeViewContextValue): void {
    if (!this.#places.delete(event.pointerId)) return;
    if (this.#gesture?.kind === 'mark') view.mark(this.#gesture.before);
    this.#gesture = null;
  }
}

function locate(event: PointerEvent<HTMLElement>): { readonly x: number; readonly width: number } {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, width };
}
