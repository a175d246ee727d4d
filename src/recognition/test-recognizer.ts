/** A recognizer on tools that do at once what is asked of them, for tests. */
import { vi } from 'vitest';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import type { RecognitionState } from './recognition-state';
import { createRecognizer } from './recognizer';

export type Survey = Awaited<ReturnType<FeaturesClient['survey']>>;

export const MODEL = { version: '2026-11-25', uncertainBelow: 0.5 };
export const HAPPY = [0, 0, 0, 0, 1, 0, 0, 0];
export const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
export const ON_WASM = { backend: 'wasm', reason: 'measured' } as const;
export const FILE = new File(['speech'], 'speech.wav');

/** Two windows of 3 s and 1 s in a recording of 5 s. */
export function createSurvey(): Survey {
  const values = new Float32Array(1);
  const picture = { values, rows: 1, frames: 1, hopSec: 1 };
  return {
    windows: [
      { startSec: 0, endSec: 3 },
      { startSec: 3.5, endSec: 4.5 },
    ],
    durationSec: 5,
    pictures: {
      waveform: { extremes: new Float32Array(2) },
      logMelDb: picture,
      mfcc: picture,
      descriptors: { hopSec: 1, loudnessDbfs: values, centroidHz: values, zeroCrossingsPerSec: values },
    },
  };
}

/** Windows of a second each, one after the other. */
export function createLongSurvey(count: number): Survey {
  const windows = Array.from({ length: count }, (_, index) => ({ startSec: index, endSec: index + 1 }));
  return { ...createSurvey(), windows, durationSec: count };
}

/** Tools that do at once what is asked of them, and a recognizer that uses them; tests replace what they look at. */
export function createSetting() {
  const survey = vi.fn<FeaturesClient['survey']>((_, { onProgress }) => {
    onProgress({ stage: 'decoding', doneSec: 0, totalSec: null });
    onProgress({ stage: 'extracting-features', share: 0 });
    return Promise.resolve(createSurvey());
  });
  const scan = vi.fn<FeaturesClient['scan']>();
  const findWindows = vi.fn<FeaturesClient['findWindows']>((_, part) => Promise.resolve([part]));
  const drawWindows = vi.fn<FeaturesClient['drawWindows']>((_, spans) =>
    Promise.resolve(spans.map((span) => ({ ...span, values: new Float32Array(4), frames: 1 }))),
  );
  const drawSpan = vi.fn<FeaturesClient['drawSpan']>((_, span) =>
    Promise.resolve({ ...span, ...createSurvey().pictures }),
  );
  const readLevels = vi.fn<FeaturesClient['readLevels']>((_, span) =>
    Promise.resolve({ ...span, levels: new Float32Array(40) }),
  );
  const forget = vi.fn();
  const load = vi.fn<NetworkClient['load']>((onProgress) => {
    onProgress?.(0.5);
    return Promise.resolve({ ...ON_WASM, model: MODEL });
  });
  /** Hears joy in what begins before 3 s, then calm. */
  const classify = vi.fn<NetworkClient['classify']>((windows, { onProgress }) => {
    const probabilities = windows.map(({ startSec }) => (startSec < 3 ? HAPPY : CALM));
    for (const [index, ofWindow] of probabilities.entries()) {
      onProgress({ done: index + 1, total: windows.length, probabilities: ofWindow });
    }
    return Promise.resolve({ probabilities, ...ON_WASM });
  });
  const idleCallbacks: (() => void)[] = [];
  const recognizer = createRecognizer(
    { backend: 'auto' },
    {
      features: { survey, scan, findWindows, drawWindows, drawSpan, readLevels, forget, dispose: () => undefined },
      network: { load, classify, readSampling: vi.fn<NetworkClient['readSampling']>(), dispose: () => undefined },
      whenIdle: (callback) => idleCallbacks.push(callback),
    },
  );
  const states: RecognitionState[] = [];
  recognizer.store.subscribe((state) => states.push(state));
  return {
    recognizer,
    states,
    survey,
    findWindows,
    drawWindows,
    drawSpan,
    readLevels,
    forget,
    load,
    classify,
    idleCallbacks,
  };
}
