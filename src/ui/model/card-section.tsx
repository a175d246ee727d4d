import type { ReactNode } from 'react';
import type { CardSection } from './read-card';

/** What a section that is not in the card says instead. */
const NOT_MEASURED = 'This has not been measured yet for these weights.';

const UNREADABLE =
  'This part of the record could not be read: it is probably of another version than this page. Reloading may help.';

/** What a section says when it is there, and one plain sentence when it is not. */
export function SectionBody<Value>({
  section,
  missing = NOT_MEASURED,
  children,
}: {
  readonly section: CardSection<Value>;
  readonly missing?: string;
  readonly children: (value: Value) => ReactNode;
}) {
  switch (section.state) {
    case 'read':
      return children(section.value);
    case 'missing':
      return <p>{missing}</p>;
    case 'unreadable':
      return <p className="section-unreadable">{UNREADABLE}</p>;
  }
}

/** The value of a section, `null` where it is not there. */
export function valueOf<Value>(section: CardSection<Value>): Value | null {
  return section.state === 'read' ? section.value : null;
}
