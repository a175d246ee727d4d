/**
 * How a voice goes on in time, in terms a visitor knows: loudness, brightness, zero crossings. Computed by Meyda and
 * shown beside the result; the network reads none of it.
 */
import Meyda from 'meyda';
import { FEATURE_CONFIG } from '../contract/features';
import type { PcmSource } from '../contract/pcm';
import type { VoiceDescriptors } from '../contract/prediction';
import { visitStretches } from './pcm-source';

const { nFft: FRAME_LENGTH, hopLength } = FEATURE_CONFIG;

/** As many moments as a page has use for: frames of a longer recording lie further apart (beyond 17 s). */
const MAX_FRAMES = 1000;
/** Mean square of Meyda's symmetric Hann window, which it puts on the frame for all three. */
const WINDOW_POWER = (3 * (FRAME_LENGTH - 1)) / (8 * FRAME_LENGTH);
/** Loudness of digital silence, in dB relative to full scale. */
const SILENCE_DBFS = -100;

/**
 * Loudness, spectral centroid and zero crossings of a recording over time, freed of its mean.
 * @param source mono, finite samples
 */
export function describeVoice(source: PcmSource): VoiceDescriptors {
  const { length, sampleRateHz } = source;
  const hop = Math.max(hopLength, Math.ceil(length / MAX_FRAMES));
  const frames = 1 + Math.floor(length / hop);
  const mean = measureMean(source);
  const frame = new Float32Array(FRAME_LENGTH);
  const loudnessDbfs = new Float32Array(frames);
  const centroidHz = new Float32Array(frames);
  const zeroCrossingsPerSec = new Float32Array(frames);
  configureMeyda(sampleRateHz);
  for (let index = 0; index < frames; index++) {
    const start = index * hop - FRAME_LENGTH / 2;
    frame.fill(0);
    const samples = source.read(start, start + FRAME_LENGTH);
    const left = Math.max(0, -start);
    for (let n = 0; n < samples.length; n++) frame[left + n] = (samples[n] ?? 0) - mean;
    const { rms = 0, spectralCentroid = 0, zcr = 0 } = Meyda.extract(['rms', 'spectralCentroid', 'zcr'], frame) ?? {};
    loudnessDbfs[index] = Math.max(SILENCE_DBFS, 20 * Math.log10(rms / Math.sqrt(WINDOW_POWER)));
    // Meyda counts in bins, and divides nothing by nothing in digital silence.
    centroidHz[index] = rms === 0 ? 0 : (spectralCentroid * sampleRateHz) / FRAME_LENGTH;
    zeroCrossingsPerSec[index] = (zcr * sampleRateHz) / (FRAME_LENGTH - 1);
  }
  return { hopSec: hop / sampleRateHz, loudnessDbfs, centroidHz, zeroCrossingsPerSec };
}

/** Meyda is one mutable object shared by everybody who imports it: set what matters before each use. */
function configureMeyda(sampleRateHz: number): void {
  Meyda.sampleRate = sampleRateHz;
  Meyda.bufferSize = FRAME_LENGTH;
  Meyda.windowingFunction = 'hanning';
}

/** Mean of all samples, 0 for none. Summed in float64. */
function measureMean(source: PcmSource): number {
  let sum = 0;
  visitStretches(source, (samples) => {
    for (let i = 0; i < samples.length; i++) sum += samples[i] ?? 0;
  });
  return sum / Math.max(1, source.length);
}
