import { describe, expect, it } from 'vitest';
import type { SpanPictures } from '../../contract/prediction';
import { areSharp, chooseDrawnSpan } from './sharpness';

/** Pictures as the features worker draws them: at most 4096 columns of a waveform and of whole frames. */
function describePictures(startSec: number, endSec: number): SpanPictures {
  const frames = ((endSec - startSec) * 11_025) / 192;
  const framesPerColumn = Math.ceil(frames / 4096);
  const spectrogram = {
    values: new Float32Array(0),
    rows: 0,
    frames: Math.floor(frames / framesPerColumn),
    hopSec: (framesPerColumn * 192) / 11_025,
  };
  const stretches = Math.min(4096, Math.round((endSec - startSec) * 11_025));
  const waveform = { extremes: new Float32Array(2 * stretches) };
  return { startSec, endSec, waveform, logMelDb: spectrogram, mfcc: spectrogram };
}

describe('areSharp', () => {
  it.each([
    ['ten minutes as a whole', [0, 600], [0, 600], true],
    ['a fifth of ten minutes', [0, 600], [100, 220], false],
    ['a part drawn for itself', [100, 220], [110, 200], true],
    ['a part that is not all there', [100, 220], [110, 230], false],
    ['a sixth of three seconds', [0, 3], [1, 1.5], false],
    ['all samples of a fifth of a second', [1, 1.3], [1.05, 1.25], true],
  ] as const)('of %s', (_, [startSec, endSec], [seenStartSec, seenEndSec], sharp) => {
    const seen = { startSec: seenStartSec, endSec: seenEndSec };
    expect(areSharp(describePictures(startSec, endSec), seen)).toBe(sharp);
  });

  it.each([0.2, 1, 10, 36, 60, 300, 600, 1200])('of what is drawn for %d s, wherever they are', (seenSec) => {
    for (const startSec of [0, 1000, 10_800 - seenSec]) {
      const seen = { startSec, endSec: startSec + seenSec };
      const drawn = chooseDrawnSpan(seen, 10_800);
      if (drawn === null) throw new Error('Expected a span to draw.');
      expect(areSharp(describePictures(drawn.startSec, drawn.endSec), seen)).toBe(true);
    }
  });
});

it('chooseDrawnSpan leaves hours to the pictures of the whole', () => {
  expect(chooseDrawnSpan({ startSec: 0, endSec: 3600 }, 10_800)).toBeNull();
});
