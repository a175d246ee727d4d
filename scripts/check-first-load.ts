/**
 * A Vite plugin that prints how much JavaScript a first visit waits for, and fails the build when it is too much: the
 * page's entry and all that it imports before it can start, gzipped.
 */
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** A script of the build, as far as the check reads it. */
export interface Script {
  readonly fileName: string;
  readonly code: string;
  readonly isEntry: boolean;
  /** Names of the files imported at its start. */
  readonly imports: readonly string[];
}

/** Makes the plugin. @param limitBytes the most that a first visit may wait for */
export function checkFirstLoad(limitBytes: number): Plugin {
  return {
    name: 'undertone:first-load',
    apply: 'build',
    enforce: 'post',
    generateBundle(_, output) {
      const bytes = measureFirstLoad(Object.values(output).filter((part) => part.type === 'chunk'));
      const figure = `First load: ${(bytes / 1000).toFixed(1)} kB of JavaScript gzipped, at most ${limitBytes / 1000} kB`;
      if (bytes > limitBytes) this.error(`${figure}.`);
      console.log(figure);
    },
  };
}

/** Bytes of the entries and of all that they import, gzipped one by one, as they are sent. */
export function measureFirstLoad(scripts: readonly Script[]): number {
  const waiting = scripts.filter(({ isEntry }) => isEntry);
  const loaded = new Set(waiting);
  for (let script = waiting.pop(); script !== undefined; script = waiting.pop()) {
    for (const fileName of script.imports) {
      const imported = scripts.find((other) => other.fileName === fileName);
      if (imported === undefined || loaded.has(imported)) continue;
      loaded.add(imported);
      waiting.push(imported);
    }
  }
  return [...loaded].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
}
