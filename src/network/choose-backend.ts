/** The rules by which a backend is chosen; the measurement they may ask for is `classifier.ts`'s. */
import type { BackendDecision, BackendName } from '../contract/prediction';
import { isSoftwareRenderer } from './renderer';

/** A measurement's outcome as a browser keeps it; it holds for these weights on this renderer only. */
export interface RememberedBackend {
  readonly modelVersion: string;
  readonly renderer: string;
  readonly backend: BackendName;
}

/** What the rules look at. */
export interface ChoiceFacts {
  readonly choice: BackendName | 'auto';
  readonly modelVersion: string;
  /** As `readRenderer` answers: `null` without WebGL 2. */
  readonly renderer: string | null;
  readonly remembered: RememberedBackend | null;
}

/**
 * Decides what needs no measurement. A forced `webgl` accepts a software renderer.
 * @returns `null` when webgl and wasm are to be measured against each other
 */
export function decideWithoutMeasuring(facts: ChoiceFacts): BackendDecision | null {
  const { choice, modelVersion, renderer, remembered } = facts;
  if (choice === 'wasm') return { backend: 'wasm', reason: 'forced' };
  if (renderer === null) return { backend: 'wasm', reason: 'no-webgl' };
  if (choice === 'webgl') return { backend: 'webgl', reason: 'forced' };
  if (isSoftwareRenderer(renderer)) return { backend: 'wasm', reason: 'software-renderer' };
  if (remembered?.modelVersion === modelVersion && remembered.renderer === renderer) {
    return { backend: remembered.backend, reason: 'remembered' };
  }
  return null;
}
