/** Tiny labelled clips and a tiny network, for the tests of this room. */
import type { Emotion } from '../contract/emotions';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { NETWORK_CONFIG, type NetworkConfig } from '../network/build';
import { extractWindowLevels } from '../features/extract-recording';
import { createSeededRandom } from '../testing/seeded-random';
import type { AugmentationConfig } from './batches';
import type { ClipFeatures } from './clip-features';

/** The shipped network with a tenth of its channels. */
export const SMALL_NETWORK: NetworkConfig = { ...NETWORK_CONFIG, widths: [8, 8, 16, 16] };

/** Pictures as the page sees them, but for their random place among the columns. */
export const NO_AUGMENTATION: AugmentationConfig = {
  noiseShare: 0,
  noiseRangeDb: [-60, -20],
  moveShare: 1,
  melShiftBands: 0,
  masks: 0,
  maskBands: 0,
  maskFrames: 0,
  valueNoise: 0,
  mixupShare: 0,
  mixupAlpha: 0.2,
  labelSmoothing: 0,
  notSpeechShare: 0,
};

/** What the "voices" of each label sound like: their pitch and how fast their loudness swings, in Hz. */
const VOICES: Readonly<Partial<Record<Emotion, { pitchHz: number; swingHz: number }>>> = {
  angry: { pitchHz: 230, swingHz: 8 },
  sad: { pitchHz: 95, swingHz: 3 },
};

/** A buzz of ten harmonics over faint noise: what differs between labels is pitch and rhythm. */
function renderVoice(emotion: Emotion, durationSec: number, seed: number): Float32Array {
  const random = createSeededRandom(seed);
  const { pitchHz, swingHz } = VOICES[emotion] ?? { pitchHz: 150, swingHz: 5 };
  const detuned = pitchHz * (0.95 + 0.1 * random());
  return Float32Array.from({ length: Math.round(durationSec * SAMPLE_RATE_HZ) }, (_, n) => {
    const phase = (2 * Math.PI * n) / SAMPLE_RATE_HZ;
    let buzz = 0;
    for (let k = 1; k <= 10; k++) buzz += Math.sin(k * detuned * phase) / k;
    return 0.1 * buzz * (0.6 + 0.4 * Math.sin(swingHz * phase)) + 0.002 * (random() - 0.5);
  });
}

/** One clip through the real features, of about the given length. */
export function createTestClip(emotion: Emotion, durationSec: number, seed: number): ClipFeatures {
  const pcm = { samples: renderVoice(emotion, durationSec, seed), sampleRateHz: SAMPLE_RATE_HZ };
  return {
    clip: { path: `${emotion}/${seed}.wav`, corpus: 'folder', speaker: `folder/${seed % 3}`, emotion },
    windows: extractWindowLevels(pcm),
  };
}

/** Clips that alternate between angry and sad, 0.8 s to 1.2 s long. */
export function createTestClips(count: number): ClipFeatures[] {
  return Array.from({ length: count }, (_, i) =>
    createTestClip(i % 2 === 0 ? 'angry' : 'sad', 0.8 + (0.4 * i) / count, i + 1),
  );
}
