/**
 * The features worker's live session: sound of a recording under way in, the network's picture of its last seconds out.
 * It holds one window of samples at the model's rate, whatever the recording's length.
 */
import { createPcmConverter, type PcmConverter } from '../audio/pcm-converter';
import { UndertoneError } from '../contract/errors';
import { FEATURE_CONFIG, type FeatureMap } from '../contract/features';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { BlockLevels, LEVEL_BLOCK_LENGTH } from '../features/block-levels';
import { extractWindows } from '../features/extract-recording';
import type { LiveFeaturesCalls, LiveWindow } from './protocol';
import type { CallHandlers } from './serve-calls';

const WINDOW_SAMPLES = Math.round(FEATURE_CONFIG.windowSec * SAMPLE_RATE_HZ);

class LiveFeatures {
  /** The last samples, the newest at the end; zeros before the first. */
  private readonly window = new Float32Array(WINDOW_SAMPLES);
  private samples = 0;
  private readonly meter = new BlockLevels();
  private levels: number[] = [];

  constructor(readonly converter: PcmConverter) {}

  push(samples: Float32Array): void {
    const kept = samples.subarray(Math.max(0, samples.length - WINDOW_SAMPLES));
    this.window.copyWithin(0, kept.length);
    this.window.set(kept, WINDOW_SAMPLES - kept.length);
    this.samples += samples.length;
    this.levels.push(...this.meter.push(samples));
  }

  read(): LiveWindow {
    const length = Math.min(this.samples, WINDOW_SAMPLES);
    const endSec = this.samples / SAMPLE_RATE_HZ;
    const startSec = endSec - length / SAMPLE_RATE_HZ;
    const levelsDbfs = Float32Array.from(this.levels);
    this.levels = [];
    const features = extractWindow(this.window.slice(WINDOW_SAMPLES - length), startSec);
    return { startSec, endSec, levelsDbfs, levelHopSec: LEVEL_BLOCK_LENGTH / SAMPLE_RATE_HZ, features };
  }
}

/** The one window of at most 3 s, or `null` where there is too little sound for a picture. */
function extractWindow(samples: Float32Array, startSec: number): FeatureMap | null {
  try {
    const [map] = extractWindows({ samples, sampleRateHz: SAMPLE_RATE_HZ });
    if (map === undefined) return null;
    return { ...map, startSec: map.startSec + startSec, endSec: map.endSec + startSec };
  } catch (thrown) {
    if (thrown instanceof UndertoneError && (thrown.code === 'too-short' || thrown.code === 'silent')) return null;
    throw thrown;
  }
}

/** The calls of a live session. Pieces may follow its beginning at once: they wait until the resampler is here. */
export function createLiveHandlers(): CallHandlers<LiveFeaturesCalls> {
  let session: Promise<LiveFeatures> | null = null;
  const requireSession = (): Promise<LiveFeatures> => {
    if (session === null) throw new UndertoneError('unexpected', 'Expected a live session, none was begun.');
    return session;
  };
  return {
    beginLive: async ({ sampleRateHz, channelCount }) => {
      const before = session;
      session = createPcmConverter(sampleRateHz, channelCount).then((converter) => new LiveFeatures(converter));
      before?.then(({ converter }) => {
        converter.dispose();
      }, ignoreFailure);
      await session;
      return { result: null };
    },
    pushLive: async (piece) => {
      const current = await requireSession();
      current.push(current.converter.push(piece));
      return { result: null };
    },
    readLive: async () => {
      const result = (await requireSession()).read();
      const { features, levelsDbfs } = result;
      return { result, transfer: [levelsDbfs.buffer, ...(features === null ? [] : [features.values.buffer])] };
    },
  };
}

/** Whoever began that session was told. */
function ignoreFailure(): void {
  return undefined;
}
