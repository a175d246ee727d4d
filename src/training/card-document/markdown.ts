/** Pieces of Markdown, unformatted: whoever writes the file formats it. */

/** A table; cells may hold inline Markdown. */
export function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** A list, one item a line. */
export function formatList(items: readonly string[]): string[] {
  return [...items.map((item) => `- ${item}`), ''];
}

/** A share with one decimal: `55.7 %`. */
export function formatShare(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A share with its interval: `55.7 % (49.3 to 62.1)`. */
export function formatInterval(share: number, [low, high]: readonly [number, number]): string {
  return `${formatShare(share)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}

/** A whole number with commas between thousands: `235,334`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
