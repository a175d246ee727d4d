/** The benchmark's side in the browser; `run.ts` calls it through Playwright. */
import '../src/deform-conv/webgl/register';
import { startWebglBackend } from '../src/testing/webgl-backend';
import type { Measurement } from './measure';
import { measureShape } from './measure';
import type { BenchShape } from './shapes';

/** What the page offers to `run.ts`. */
export interface BenchPage {
  /** Starts WebGL and names what renders. */
  start(): Promise<string>;
  measure(shape: BenchShape, repetitions: number): Promise<Measurement[]>;
}

declare global {
  var benchPage: BenchPage | undefined;
}

globalThis.benchPage = {
  start: async () => (await startWebglBackend()).name,
  measure: (shape, repetitions) => measureShape(shape, repetitions, null),
};
