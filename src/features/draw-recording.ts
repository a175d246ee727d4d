/**
 * What the page shows of a recording, reduced to what a screen can show: a recording of hours gives pictures of the size
 * of a minute's. The spectra are those of the whole recording, not of the network's windows, which begin anywhere, are freed
 * of their own mean and padded with zeros.
 */
import { FEATURE_CONFIG, type TimeSpan } from '../contract/features';
import type { PcmSource } from '../contract/pcm';
import type { RecordingPictures, SpanPictures, Waveform } from '../contract/prediction';
import { computeMelLevels, findLoudest, relateToLoudest } from './log-mel';
import { computeMfcc } from './mfcc';
import { cutSource, visitStretches } from './pcm-source';
import { countFrames } from './power-spectrum';
import { describeVoice } from './voice-descriptors';

const { nFft, nMels, nMfcc, hopLength, sampleRateHz } = FEATURE_CONFIG;

/** Columns of the pictures at most: twice the pixels of a wide screen. Frames of up to 71 s are shown one by one. */
const MAX_COLUMNS = 4096;
/** Frames whose spectra are held at a time. */
const STRETCH_FRAMES = 4096;
/** A stretch begins so many frames early, for its first frame to see what lies before it. */
const LEAD_FRAMES = Math.ceil(nFft / 2 / hopLength);

/** A drawn recording, and what 0 dB of its spectra is in the unit of `computeMelLevels`. */
export interface DrawnRecording {
  readonly pictures: RecordingPictures;
  readonly loudestDb: number;
}

/**
 * Draws a recording.
 * @param source mono at the model's rate, finite samples, at least one
 * @param onProgress told the share of it that is drawn, 0…1, every 71 s of sound
 */
export function drawRecording(source: PcmSource, onProgress?: (share: number) => void): DrawnRecording {
  const levels = poolLevels(source, 0, countFrames(source.length), onProgress);
  const loudestDb = findLoudest(levels.highest);
  const pictures = {
    waveform: measureWaveform(source),
    ...relateSpectra(levels, loudestDb),
    descriptors: describeVoice(source),
  };
  return { pictures, loudestDb };
}

/**
 * Draws a part of a recording anew, in as many columns as the whole one may have.
 * @param source as `drawRecording` takes it
 * @param span of which something lies within the recording
 * @param loudestDb of the whole recording, as `drawRecording` found it
 * @returns a span that holds what was asked for and begins and ends with a frame
 */
export function drawSpan(source: PcmSource, span: TimeSpan, loudestDb: number): SpanPictures {
  const frames = countFrames(source.length);
  const toFrame = (timeSec: number): number => (timeSec * sampleRateHz) / hopLength;
  const first = Math.min(frames - 1, Math.max(0, Math.floor(toFrame(span.startSec))));
  const end = Math.min(frames, Math.max(first, Math.ceil(toFrame(span.endSec))) + 1);
  const drawn = {
    startSec: (first * hopLength) / sampleRateHz,
    endSec: (end === frames ? source.length : (end - 1) * hopLength) / sampleRateHz,
  };
  return {
    ...drawn,
    waveform: measureWaveform(cutSource(source, drawn)),
    ...relateSpectra(poolLevels(source, first, end), loudestDb),
  };
}

interface PooledLevels {
  readonly columns: number;
  readonly framesPerColumn: number;
  /** `[nMels, columns]` in dB: the highest level of each column's frames. */
  readonly highest: Float32Array;
  /** The same layout: their mean. */
  readonly mean: Float32Array;
}

function relateSpectra(
  { columns, framesPerColumn, highest, mean }: PooledLevels,
  loudestDb: number,
): Pick<RecordingPictures, 'logMelDb' | 'mfcc'> {
  const hopSec = (framesPerColumn * hopLength) / sampleRateHz;
  return {
    logMelDb: { values: relateToLoudest(highest, highest, loudestDb), rows: nMels, frames: columns, hopSec },
    mfcc: { values: computeMfcc(relateToLoudest(mean, mean, loudestDb)), rows: nMfcc, frames: columns, hopSec },
  };
}

/**
 * Mel levels of the frames from `firstFrame` up to, but without, `endFrame`, pooled to columns; column c is centred on
 * frame `firstFrame + c · framesPerColumn`.
 */
function poolLevels(
  source: PcmSource,
  firstFrame: number,
  endFrame: number,
  onProgress?: (share: number) => void,
): PooledLevels {
  const frames = endFrame - firstFrame;
  const framesPerColumn = Math.ceil(frames / MAX_COLUMNS);
  const columnOf = (frame: number): number => Math.floor((frame + Math.floor(framesPerColumn / 2)) / framesPerColumn);
  const columns = columnOf(frames - 1) + 1;
  const highest = new Float32Array(nMels * columns).fill(-Infinity);
  const mean = new Float32Array(nMels * columns);
  const counts = new Uint32Array(columns);
  const scratch = new Float32Array(nMels * Math.min(countFrames(source.length), STRETCH_FRAMES + 2 * LEAD_FRAMES));
  for (let first = firstFrame; first < endFrame; first += STRETCH_FRAMES) {
    const end = Math.min(endFrame, first + STRETCH_FRAMES);
    const lead = Math.min(LEAD_FRAMES, first);
    const stretch = source.read((first - lead) * hopLength, (end - 1 + LEAD_FRAMES) * hopLength);
    const stretchFrames = countFrames(stretch.length);
    const levels = computeMelLevels(stretch, 0, scratch.subarray(0, nMels * stretchFrames));
    for (let frame = first; frame < end; frame++) {
      const column = columnOf(frame - firstFrame);
      counts[column] = (counts[column] ?? 0) + 1;
      for (let band = 0; band < nMels; band++) {
        const level = levels[band * stretchFrames + frame - first + lead] ?? 0;
        const cell = band * columns + column;
        if (level > (highest[cell] ?? 0)) highest[cell] = level;
        mean[cell] = (mean[cell] ?? 0) + level;
      }
    }
    onProgress?.((end - firstFrame) / frames);
  }
  for (let cell = 0; cell < mean.length; cell++) mean[cell] = (mean[cell] ?? 0) / (counts[cell % columns] ?? 1);
  return { columns, framesPerColumn, highest, mean };
}

/** The lowest and highest sample of stretches of equal length, as many as samples or `MAX_COLUMNS`. */
function measureWaveform(source: PcmSource): Waveform {
  const columns = Math.min(MAX_COLUMNS, source.length);
  const extremes = new Float32Array(2 * columns);
  const findEnd = (column: number): number => Math.floor(((column + 1) * source.length) / columns);
  let column = 0;
  let end = findEnd(column);
  let low = Infinity;
  let high = -Infinity;
  visitStretches(source, (samples, first) => {
    for (let n = 0; n < samples.length; n++) {
      const sample = samples[n] ?? 0;
      if (sample < low) low = sample;
      if (sample > high) high = sample;
      if (first + n + 1 < end) continue;
      extremes[2 * column] = low;
      extremes[2 * column + 1] = high;
      low = Infinity;
      high = -Infinity;
      column++;
      end = findEnd(column);
    }
  });
  return { extremes };
}
