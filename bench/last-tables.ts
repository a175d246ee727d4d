/** Keeping the last figures of each section in the benchmark's README. */

/** A section's heading and what stands below it. */
export interface SectionTable {
  readonly title: string;
  readonly markdown: string;
}

/** The tables of a run: below the machine's line, a heading and text for each section. */
export interface BenchTables {
  /** Processor, cores, renderer, browser and Node in one line. */
  readonly machine: string;
  readonly sections: readonly SectionTable[];
}

const HEADING = '## Last tables';

/** Writes a section as it stands in the README. */
export function formatSection({ title, markdown }: SectionTable): string {
  return `### ${title}\n\n${markdown}`;
}

/**
 * Replaces the tables at the end of a README. Sections that were not run keep what they have.
 *
 * @param readme ends with the tables, below the heading `## Last tables`
 * @param titles of all sections there are, in their order; tables of others are dropped
 * @throws Error when the heading is missing, or tables of another machine would stand beside these
 */
export function replaceTables(readme: string, tables: BenchTables, titles: readonly string[]): string {
  const start = readme.indexOf(`${HEADING}\n`);
  if (start < 0) throw new Error(`Expected the heading "${HEADING}" in the README.`);
  const [lastMachine = '', ...lastSections] = readme
    .slice(start + HEADING.length)
    .split(/^### /mu)
    .map((part) => part.trim());
  const last = new Map(
    lastSections.map((part) => {
      const [title = '', ...lines] = part.split('\n');
      return [title, lines.join('\n').trim()] as const;
    }),
  );
  const markdownOf = (title: string): string | undefined =>
    tables.sections.find((section) => section.title === title)?.markdown ?? last.get(title);
  const kept = titles.filter((title) => last.has(title) && !tables.sections.some((section) => section.title === title));
  if (kept.length > 0 && lastMachine !== tables.machine) {
    throw new Error(`The README keeps tables of another machine (${lastMachine}): run every section here.`);
  }
  const sections = titles.flatMap((title) => {
    const markdown = markdownOf(title);
    return markdown === undefined ? [] : [{ title, markdown }];
  });
  const parts = [HEADING, tables.machine, ...sections.map(formatSection)];
  return `${readme.slice(0, start)}${parts.join('\n\n')}\n`;
}
