/** The parts of the benchmark; each can be run alone. */

/** How a run was asked for. */
export interface BenchOptions {
  /** Few turns: checks that it works, measures little. */
  readonly quick: boolean;
  /** Folder with training recordings, where one was named. */
  readonly dataFolder: string | undefined;
}

/** One part: a heading with its tables in the report, a name on the command line and in the JSON. */
export interface Section {
  readonly name: string;
  readonly title: string;
  readonly run: (options: BenchOptions) => Promise<SectionResult>;
}

/** What a section found, as data and as Markdown below its heading. */
export interface SectionResult {
  readonly figures: unknown;
  readonly markdown: string;
}

/** Puts together how a section is measured and how its figures are written. */
export function defineSection<Figures>(
  name: string,
  title: string,
  measure: (options: BenchOptions) => Figures | Promise<Figures>,
  format: (figures: Figures) => string,
): Section {
  return {
    name,
    title,
    run: async (options) => {
      const figures = await measure(options);
      return { figures, markdown: format(figures) };
    },
  };
}

/**
 * The sections that were asked for by name, in their usual order; all of them when none was.
 * @throws RangeError when a name is unknown
 */
export function selectSections(sections: readonly Section[], names: readonly string[]): readonly Section[] {
  const known = sections.map(({ name }) => name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) throw new RangeError(`--only: expected ${known.join(', ')}, got ${unknown}.`);
  return names.length === 0 ? sections : sections.filter(({ name }) => names.includes(name));
}
