import { useCallback, useEffect, useRef, type RefObject } from 'react';
import type { TimeView } from '../pictures/time-view';
import { followMoment, toShare } from '../pictures/visible-span';

/**
 * Moves the playheads of a result, and what is seen with them. Custom properties of the element do so without rendering
 * anything again: `--playhead` on the whole recording, `--playhead-visible` on what is seen of it, as shares.
 *
 * @returns what to put around all playheads, what to tell the moment to, and that moment in seconds
 */
export function usePlayhead(
  view: TimeView,
): readonly [RefObject<HTMLElement | null>, (timeSec: number) => void, RefObject<number>] {
  const element = useRef<HTMLElement>(null);
  const momentSec = useRef(0);
  const place = useCallback(() => {
    const { visible } = view.store.getState();
    const style = element.current?.style;
    style?.setProperty('--playhead', String(Math.min(1, momentSec.current / view.durationSec)));
    // Beyond the ends it lies outside of the picture, which cuts it off.
    style?.setProperty('--playhead-visible', String(Math.min(2, Math.max(-1, toShare(visible, momentSec.current)))));
  }, [view]);
  useEffect(() => view.store.subscribe(place), [view, place]);
  const move = useCallback(
    (timeSec: number) => {
      const { visible } = view.store.getState();
      const followed = followMoment(visible, timeSec, momentSec.current, view.durationSec);
      momentSec.current = timeSec;
      element.current?.style.setProperty('--playhead-display', 'block');
      if (followed === visible) place();
      else view.show(followed);
    },
    [view, place],
  );
  return [element, move, momentSec];
}
