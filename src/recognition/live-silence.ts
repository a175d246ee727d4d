/**
 * Whether anybody speaks, in a recording under way: a block of sound counts as voice when it is loud in itself and stands
 * out from the noise floor of the session.
 *
 * The floor is a low quantile of the levels of the last seconds, in the spirit of minimum statistics (R. Martin, "Noise
 * power spectral density estimation based on optimal smoothing and minimum statistics", IEEE Trans. Speech and Audio
 * Processing 9, 2001): even running speech falls back to the floor between syllables, so that a few seconds always hold
 * some of it, and no stretch has to be known as silent beforehand.
 *
 * Limits: a noise that begins counts as voice until it fills `FLOOR_QUANTILE` of the memory and more, some seconds at
 * most; one that comes and goes as fast as syllables (music, a second voice) always does; a tone held from the very
 * first moment without any fall is taken for the floor.
 */

/** Quieter is silence whatever the floor, in dB relative to full scale. */
const SILENCE_DBFS = -60;
/** Digital silence says nothing about the room, in dB relative to full scale. */
const DIGITAL_SILENCE_DBFS = -90;
/** A voice stands at least this far above the floor, in dB: steady noise stays within a few. */
const RANGE_ABOVE_FLOOR_DB = 9;
/** Seconds over which the floor is sought. */
const FLOOR_MEMORY_SEC = 8;
/** The share of blocks, quietest first, at which the floor is read. */
const FLOOR_QUANTILE = 0.1;
/** Blocks that must stand out within `RECENT_SEC` for a voice, in seconds: a click is shorter. */
const MIN_VOICE_SEC = 0.18;
/** Longer pauses are silence, in seconds. Shorter ones belong to the speech around them. */
const RECENT_SEC = 1.2;

/** Tracks the floor of one session. */
export interface SilenceGate {
  /**
   * @param levelsDbfs of successive blocks of `hopSec`, in dB relative to full scale
   * @returns whether somebody has spoken within the last `RECENT_SEC`.
   */
  hears(levelsDbfs: ArrayLike<number>, hopSec: number): boolean;
  /** In dB relative to full scale; `null` before the first sound. */
  readonly floorDbfs: number | null;
}

/** Makes a gate that has heard nothing. */
export function createSilenceGate(): SilenceGate {
  let memory: number[] = [];
  let floorDbfs: number | null = null;
  return {
    get floorDbfs() {
      return floorDbfs;
    },
    hears(levelsDbfs, hopSec) {
      memory = [...memory, ...Array.from(levelsDbfs)].slice(-Math.round(FLOOR_MEMORY_SEC / hopSec));
      const audible = memory.filter((level) => level > DIGITAL_SILENCE_DBFS).sort((left, right) => left - right);
      floorDbfs = audible[Math.floor(audible.length * FLOOR_QUANTILE)] ?? null;
      if (floorDbfs === null) return false;
      const threshold = Math.max(SILENCE_DBFS, floorDbfs + RANGE_ABOVE_FLOOR_DB);
      const recent = memory.slice(-Math.round(RECENT_SEC / hopSec));
      return recent.filter((level) => level > threshold).length * hopSec >= MIN_VOICE_SEC;
    },
  };
}
