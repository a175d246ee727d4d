/** A command to copy; a long one scrolls, and then can be reached with the keyboard. */
import { useOverflow } from '../report/use-overflow';

/** One line for a terminal. */
export function CommandLine({ command }: { readonly command: string }) {
  const [box, overflows] = useOverflow<HTMLPreElement>();
  return (
    <pre
      ref={box}
      className="command-line"
      {...(overflows ? { role: 'region', 'aria-label': 'Command, scrolls sideways', tabIndex: 0 } : {})}
    >
      <code>{command}</code>
    </pre>
  );
}
