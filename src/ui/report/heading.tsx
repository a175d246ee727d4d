import type { ReactNode } from 'react';

/** How deep a heading lies on its page. */
export type HeadingLevel = 3 | 4 | 5;

/** A heading of the level that the page around it asks for. */
export function Heading({ level, children }: { readonly level: HeadingLevel; readonly children: ReactNode }) {
  const Tag = `h${level}` as const;
  return <Tag>{children}</Tag>;
}
