import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TimeSpan } from '../../contract/features';
import type { SpanPictures } from '../../contract/prediction';
import { areSharp, chooseDrawnSpan, holdsSpan } from '../pictures/sharpness';
import type { TimeView } from '../pictures/time-view';

/** A view that is moved or zoomed is left alone until it rests for so long. */
const REST_MS = 120;

/**
 * The finest pictures there are of what is seen: those of the whole recording, or of a part that is drawn anew once the
 * view rests.
 *
 * @param whole must keep its identity
 * @param drawSpan must keep its identity; `null` where nothing can be drawn anew
 */
export function useSharpPictures(
  view: TimeView,
  whole: SpanPictures,
  drawSpan: ((span: TimeSpan) => Promise<SpanPictures | null>) | null,
): SpanPictures {
  const visible = useStore(view.store, (state) => state.visible);
  const [part, setPart] = useState<SpanPictures | null>(null);
  const isWholeSharp = areSharp(whole, visible);
  const isPartSharp = part !== null && areSharp(part, visible);
  const isMissing = !isWholeSharp && !isPartSharp;
  useEffect(() => {
    if (drawSpan === null || !isMissing) return undefined;
    const span = chooseDrawnSpan(visible, view.durationSec);
    if (span === null) return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      void drawSpan(span).then((drawn) => {
        if (isWanted && drawn !== null) setPart(drawn);
      });
    }, REST_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [drawSpan, isMissing, visible, view]);
  return !isWholeSharp && part !== null && holdsSpan(part, visible) ? part : whole;
}
