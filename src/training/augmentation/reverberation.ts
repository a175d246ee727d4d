/**
 * Rooms: an impulse response of one's own making, with which speech is convolved.
 *
 * The response is the direct sound followed by noise that decays exponentially (J. D. Polack 1988; J. A. Moorer, "About
 * this reverberation business", Computer Music Journal 3(2), 1979). Limits: no single early reflection stands out, and
 * all frequencies die away alike, but for the walls' taking off the highest ones from the start.
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { convolve } from '../../features/convolve';

/** The first reflection comes about two metres after the direct sound, in seconds. */
const FIRST_REFLECTION_SEC = 0.006;
/** The tail is cut off where it has fallen this far, as a share of the 60 dB of the reverberation time. */
const TAIL_SHARE = 0.75;
/** Pole of the one-pole low-pass over the tail: −3 dB at about 2.5 kHz, −9 dB at 5 kHz. */
const WALL_POLE = 0.3;

/**
 * Makes a room's impulse response.
 * @param rt60Sec time in which the reverberation falls by 60 dB
 * @param directToReverberantDb energy of the direct sound over that of all else: above 0 dB close to the microphone
 * @returns samples at the model's rate; the first is the direct sound, 1
 */
export function createRoomResponse(rt60Sec: number, directToReverberantDb: number, random: Random): Float32Array {
  const first = Math.round(FIRST_REFLECTION_SEC * SAMPLE_RATE_HZ);
  const length = first + Math.ceil(TAIL_SHARE * rt60Sec * SAMPLE_RATE_HZ);
  const response = new Float32Array(length);
  // Amplitude falls by 60 dB, a factor of a thousand, in rt60Sec.
  const decay = Math.exp(-Math.log(1000) / (rt60Sec * SAMPLE_RATE_HZ));
  let envelope = 1;
  let filtered = 0;
  let energy = 0;
  for (let n = first; n < length; n++) {
    filtered = WALL_POLE * filtered + (1 - WALL_POLE) * (2 * random() - 1);
    const value = envelope * filtered;
    response[n] = value;
    energy += value * value;
    envelope *= decay;
  }
  const factor = Math.sqrt(10 ** (-directToReverberantDb / 10) / energy);
  for (let n = first; n < length; n++) response[n] = factor * (response[n] as number);
  response[0] = 1;
  return response;
}

/** Speech as heard in a room; longer by the room's tail. The direct sound stays where it was and as loud. */
export function addReverberation(samples: Float32Array, response: Float32Array): Float32Array {
  return convolve(samples, response);
}
