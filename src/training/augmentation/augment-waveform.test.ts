import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { findSpokenSegments } from '../../features/spoken-segments';
import { augmentWaveform, type RecordingDraw } from './augment-waveform';
import { trimToSpeech } from './cut-window';
import { measureRms } from './level';
import { randomItem } from './random-choices';
import { createSpeech, measureBandPower, toDecibels } from './test-signals';
import { NO_WAVEFORM_AUGMENTATION, type WaveformAugmentationConfig } from './waveform-config';

const own = createSpeech(1.4, 1);
const coded = own.map((sample) => Math.round(32 * sample) / 32);
const companions = [createSpeech(1.2, 2), createSpeech(1.6, 3)];
const strangers = [createSpeech(1.1, 4), createSpeech(2, 5)];

const draw: RecordingDraw = {
  drawOwn: (throughCodec) => (throughCodec ? coded : own),
  drawCompanion: (random) => randomItem(companions, random),
  drawAny: (random) => randomItem(strangers, random),
};

function augment(config: Partial<WaveformAugmentationConfig>, seed = 1, from = draw): Float32Array {
  return augmentWaveform(from, { ...NO_WAVEFORM_AUGMENTATION, ...config }, createRandom(seed));
}

const PARTS = (Object.keys(NO_WAVEFORM_AUGMENTATION) as (keyof WaveformAugmentationConfig)[])
  // Applied when the window is cut.
  .filter((part) => part !== 'timeShift');
const switchOn = (part: keyof WaveformAugmentationConfig, share = 1): Partial<WaveformAugmentationConfig> => ({
  [part]: { ...NO_WAVEFORM_AUGMENTATION[part], share },
});

describe('augmentWaveform', () => {
  it('with everything off hands out the recording', () => {
    expect(augment({})).toBe(own);
  });

  it.each(PARTS)('switches %s on and off, as a function of the seed', (part) => {
    const before = own.slice();
    const on = augment(switchOn(part));
    expect(on).not.toEqual(own);
    expect(on.every(Number.isFinite)).toBe(true);
    expect(augment(switchOn(part))).toEqual(on);
    expect(augment(switchOn(part, 0))).toBe(own);
    // Whoever reads the recording next finds it as it was.
    expect(own).toEqual(before);
  });

  it('goes through a part in the share of examples asked for', () => {
    const config = { ...NO_WAVEFORM_AUGMENTATION, gain: { share: 0.3, gainDb: [-6, -6] as const } };
    const changed = Array.from({ length: 300 }, (_, seed) => augment(config, seed)).filter((out) => out !== own);
    // Three standard errors of 300 draws.
    expect(Math.abs(changed.length / 300 - 0.3)).toBeLessThan(0.08);
  });

  it('draws from the ranges', () => {
    const gains = Array.from({ length: 50 }, (_, seed) => {
      const out = augment({ gain: { share: 1, gainDb: [-20, 0] } }, seed);
      return toDecibels((measureRms(out) / measureRms(own)) ** 2);
    });
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(-20.01);
    expect(Math.min(...gains)).toBeLessThan(-17);
    expect(Math.max(...gains)).toBeLessThanOrEqual(0.01);
    expect(Math.max(...gains)).toBeGreaterThan(-3);
  });

  it('takes the recording through the codec where asked', () => {
    expect(augment({ codec: { share: 1 } })).toBe(coded);
  });

  it('fills a window with running speech of companions', () => {
    for (let seed = 0; seed < 10; seed++) {
      const joined = augment({ joining: { share: 1, pauseSec: [-0.1, 0.2] } }, seed);
      expect(joined.length).toBeGreaterThanOrEqual(3 * SAMPLE_RATE_HZ);
      const segments = findSpokenSegments({ samples: joined, sampleRateHz: SAMPLE_RATE_HZ });
      const spokenSec = segments.reduce((sum, { startSec, endSec }) => sum + endSec - startSec, 0);
      expect(spokenSec).toBeGreaterThan(2.4);
    }
  });

  it('leaves a recording without companions alone', () => {
    const alone = augment({ joining: { share: 1, pauseSec: [0, 0] } }, 1, { ...draw, drawCompanion: () => null });
    expect(alone).toEqual(trimToSpeech(own));
  });

  it('sets the noise floor after the gain: soft speech comes nearer to it', () => {
    const noiseFloor = { share: 1, kinds: ['white'] as const, levelDbfs: [-60, -60] as const };
    const contrast = (gainDb: number): number => {
      const out = augment({ gain: { share: 1, gainDb: [gainDb, gainDb] }, noiseFloor });
      return toDecibels(measureBandPower(out, 100, 1000) / measureBandPower(out, 4000, 5000));
    };
    expect(contrast(0) - contrast(-30)).toBeGreaterThan(6);
  });
});
