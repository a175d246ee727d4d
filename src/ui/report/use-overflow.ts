import { useEffect, useRef, useState, type RefObject } from 'react';

/** Follows whether what lies in an element is wider than the element. */
export function useOverflow<Target extends Element>(): readonly [RefObject<Target | null>, boolean] {
  const reference = useRef<Target>(null);
  const [overflows, setOverflows] = useState(false);
  useEffect(() => {
    const element = reference.current;
    if (!element) return undefined;
    const sizes = new ResizeObserver(() => {
      setOverflows(element.scrollWidth > element.clientWidth);
    });
    sizes.observe(element);
    if (element.firstElementChild) sizes.observe(element.firstElementChild);
    return () => {
      sizes.disconnect();
    };
  }, []);
  return [reference, overflows];
}
