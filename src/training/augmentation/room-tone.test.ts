import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { createRandom } from '../../evaluation/random';
import { measureRms } from './level';
import { createNoise } from './noise';
import { addRoomTone } from './room-tone';
import { createSpeech, toDecibels } from './test-signals';

describe('addRoomTone', () => {
  const speech = createSpeech(1, 1);
  const tone = createNoise('white', 2 * SAMPLE_RATE_HZ, createRandom(1));

  it('puts tone of the level asked for at both ends, and the speech between them as it was', () => {
    const padded = addRoomTone(speech, tone, 0.5, 1.2, 40);
    const before = Math.round(0.5 * SAMPLE_RATE_HZ);
    const after = Math.round(1.2 * SAMPLE_RATE_HZ);
    expect(padded).toHaveLength(before + speech.length + after);
    expect(padded.subarray(before, before + speech.length)).toEqual(speech);
    for (const end of [padded.subarray(0, before), padded.subarray(before + speech.length)]) {
      // Some five thousand random values: their power is known to about 0.1 dB.
      expect(Math.abs(toDecibels((measureRms(speech) / measureRms(end)) ** 2) - 40)).toBeLessThan(0.3);
    }
  });

  it('of no duration is no change', () => {
    expect(addRoomTone(speech, tone, 0, 0, 40)).toEqual(speech);
  });

  it('refuses too little tone', () => {
    expect(() => addRoomTone(speech, tone, 1.5, 1.5, 40)).toThrow(RangeError);
  });
});
