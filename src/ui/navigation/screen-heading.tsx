import { useEffect, useRef, type ReactNode } from 'react';
import { cameFromAnotherScreen } from './use-route';

/** The heading of a screen. It takes the focus when the screen opens, so that a screen reader says where one is. */
export function ScreenHeading({ children }: { readonly children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (cameFromAnotherScreen()) heading.current?.focus();
  }, []);
  return (
    <h2 ref={heading} className="screen-heading" tabIndex={-1}>
      {children}
    </h2>
  );
}

/** Where the focus goes when what held it is gone. */
export function focusScreenHeading(): void {
  document.querySelector<HTMLElement>('.screen-heading')?.focus();
}
