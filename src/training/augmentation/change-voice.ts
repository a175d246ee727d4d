/** Speaking faster, and with a higher voice. */
import { resampleByFactor } from './resample-by-factor';
import { stretchTime } from './stretch-time';

/** Factors closer to 1 than this change nothing that could be heard. */
const NEGLIGIBLE = 0.005;

/**
 * Changes tempo and pitch of speech independently. Formants move with the pitch, as if the speaker were smaller.
 * With both factors alike it is the speed of a tape, and no frames are overlapped.
 * @param tempoFactor above 0; 2 halves the duration
 * @param pitchFactor above 0; 2 is an octave up
 * @returns `samples.length / tempoFactor` samples, to within two
 */
export function changeVoice(samples: Float32Array, tempoFactor: number, pitchFactor: number): Float32Array {
  const stretch = pitchFactor / tempoFactor;
  const stretched = Math.abs(stretch - 1) < NEGLIGIBLE ? samples : stretchTime(samples, stretch);
  return Math.abs(pitchFactor - 1) < NEGLIGIBLE ? stretched : resampleByFactor(stretched, pitchFactor);
}

/** The factor on frequencies that a number of semitones means. */
export function semitonesToFactor(semitones: number): number {
  return 2 ** (semitones / 12);
}
