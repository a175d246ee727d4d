/**
 * Opening the source of a run's examples. Each rank opens one of its own, so what describes it is plain data that can be
 * sent to another thread; what is large lies in shared memory.
 */
import { indexOfEmotion } from '../contract/emotions';
import type { ExampleSource } from './batches';
import type { ClipFeatures } from './clip-features';
import { openRecordings, type RecordingsDescription } from './recording-source';

/** Mel levels in shared memory. */
export interface LevelsDescription {
  readonly kind: 'levels';
  /** Index of the emotion of every example. */
  readonly labels: readonly number[];
  /** Of every example `[nMels, frames]` in dB, at most as many frames as a picture has columns. */
  readonly levels: readonly Float32Array[];
}

/** Everything that can be opened. */
export type SourceDescription = LevelsDescription | RecordingsDescription;

/** Describes clips whose features are at hand, an example a window; copies them into memory that all threads share. */
export function describeWindows(clips: readonly ClipFeatures[]): LevelsDescription {
  const examples = clips.flatMap(({ clip, windows }) => windows.map(({ levels }) => ({ clip, levels })));
  const length = examples.reduce((sum, { levels }) => sum + levels.length, 0);
  const shared = new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  let next = 0;
  const levels = examples.map((example) => {
    const copy = shared.subarray(next, next + example.levels.length);
    copy.set(example.levels);
    next += example.levels.length;
    return copy;
  });
  return { kind: 'levels', labels: examples.map(({ clip }) => indexOfEmotion(clip.emotion)), levels };
}

/** Opens a source on the calling thread. */
export function openExampleSource(description: SourceDescription): ExampleSource {
  return description.kind === 'levels' ? openLevels(description) : openRecordings(description);
}

function openLevels({ labels, levels }: LevelsDescription): ExampleSource {
  return {
    labels,
    repeats: labels.map(() => 1),
    drawLevels: (example) => {
      const stored = levels[example];
      if (!stored) throw new RangeError(`Expected an example below ${levels.length}, got ${example}.`);
      return stored.slice();
    },
  };
}
