/** Tables as Markdown; prettier, which formats the project's own Markdown, aligns them. */
import { format } from 'prettier';

/**
 * Writes a table.
 * @param columns titles of the columns: those with text come first, those with figures are aligned to the right
 * @param rows as many cells as there are columns
 */
export function formatTable(
  columns: { readonly text: readonly string[]; readonly figures: readonly string[] },
  rows: readonly (readonly string[])[],
): string {
  const titles = [...columns.text, ...columns.figures];
  const rules = [...columns.text.map(() => '---'), ...columns.figures.map(() => '--:')];
  return [titles, rules, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Formats a figure, and what was not measured as a dash. */
export function formatFigure(figure: number | null, digits: number): string {
  return figure === null ? '–' : figure.toFixed(digits);
}

/** Aligns tables and settles blank lines, as `prettier --write` does. */
export async function tidyMarkdown(markdown: string): Promise<string> {
  return format(markdown, { parser: 'markdown' });
}
