import { startTransition, useEffect, useRef, useState, type RefObject } from 'react';

/**
 * Follows the width of an element, in CSS pixels; `null` before it is known.
 * The change is a transition: React renders what depends on it in slices, where Recharts' own container would have it
 * rendered in one go.
 */
export function useElementWidth<Target extends Element>(): readonly [RefObject<Target | null>, number | null] {
  const reference = useRef<Target>(null);
  const [width, setWidth] = useState<number | null>(null);
  useEffect(() => {
    const element = reference.current;
    if (!element) return undefined;
    // Observing calls back once at the start.
    const sizes = new ResizeObserver(([entry]) => {
      startTransition(() => {
        if (entry) setWidth(Math.floor(entry.contentRect.width));
      });
    });
    sizes.observe(element);
    return () => {
      sizes.disconnect();
    };
  }, []);
  return [reference, width];
}
