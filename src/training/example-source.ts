/**
 * Opening the source of a run's examples. Each rank opens one of its own, so what describes it is plain data that can be
 * sent to another thread; what is large lies in shared memory.
 */
import { indexOfEmotion } from '../contract/emotions';
import { cropFrames, type ExampleSource } from './batches';
import type { ClipFeatures } from './clip-features';
import { openRecordings, type RecordingsDescription } from './recording-source';

/** Mel levels in shared memory. */
export interface LevelsDescription {
  readonly kind: 'levels';
  /** Index of the emotion of every example. */
  readonly labels: readonly number[];
  /** Of every example `[nMels, frames]` in dB, any number of frames. */
  readonly levels: readonly Float32Array[];
}

/** Everything that can be opened. */
export type SourceDescription = LevelsDescription | RecordingsDescription;

/** Describes clips whose levels are at hand; copies them into memory that all threads share. */
export function describeLevels(clips: readonly Pick<ClipFeatures, 'clip' | 'levels'>[]): LevelsDescription {
  const length = clips.reduce((sum, { levels }) => sum + levels.length, 0);
  const shared = new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
  let next = 0;
  const levels = clips.map((clip) => {
    const copy = shared.subarray(next, next + clip.levels.length);
    copy.set(clip.levels);
    next += clip.levels.length;
    return copy;
  });
  return { kind: 'levels', labels: clips.map(({ clip }) => indexOfEmotion(clip.emotion)), levels };
}

/** Opens a source on the calling thread. */
export function openExampleSource(description: SourceDescription): ExampleSource {
  return description.kind === 'levels' ? openLevels(description) : openRecordings(description);
}

function openLevels({ labels, levels }: LevelsDescription): ExampleSource {
  return {
    labels,
    drawLevels: (example, random) => {
      const stored = levels[example];
      if (!stored) throw new RangeError(`Expected an example below ${levels.length}, got ${example}.`);
      return cropFrames(stored, random);
    },
  };
}
