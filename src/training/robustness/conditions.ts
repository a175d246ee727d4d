/**
 * What recordings meet on their way to a page, each at one strength, for the robustness table of the model card. They
 * are made of the parts that augmentation varies at random (`../augmentation`).
 */
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { changeGain } from '../augmentation/level';
import { addNoise, addNoiseFloor, createNoise } from '../augmentation/noise';
import { randomBetween } from '../augmentation/random-choices';
import { addReverberation, createRoomResponse } from '../augmentation/reverberation';
import { addRoomTone } from '../augmentation/room-tone';
import { passThroughTelephone } from '../augmentation/telephone';
import { passThroughMp3 } from '../mp3-codec';

/** One way of spoiling a recording. */
export interface SpoilingCondition {
  /** In a few words, for people. */
  readonly name: string;
  /**
   * @param samples mono at the model's rate, not changed
   * @returns samples at the model's rate, of any length
   */
  readonly spoil: (samples: Float32Array, random: Random) => Float32Array | Promise<Float32Array>;
}

const GAIN_DB = -30;
/** A good microphone in a quiet room. */
const FLOOR_DBFS = -75;
const ROOM = { rt60Sec: 0.3, directToReverberantDb: 3 } as const;
const TONE_SEC = [0, 1.5] as const;
const TONE_BELOW_SPEECH_DB = 40;

const addWhiteNoise = (samples: Float32Array, snrDb: number, random: Random): Float32Array =>
  addNoise(samples, createNoise('white', samples.length, random), snrDb);

/** The conditions of the card, in its order. */
export const CONDITIONS: readonly SpoilingCondition[] = [
  { name: 'white noise, 20 dB', spoil: (samples, random) => addWhiteNoise(samples, 20, random) },
  { name: 'white noise, 10 dB', spoil: (samples, random) => addWhiteNoise(samples, 10, random) },
  {
    name: `${GAIN_DB} dB gain over a noise floor of ${FLOOR_DBFS} dBFS`,
    spoil: (samples, random) =>
      addNoiseFloor(changeGain(samples, GAIN_DB), createNoise('white', samples.length, random), FLOOR_DBFS),
  },
  { name: 'telephone (300 to 3,400 Hz, 8 kHz, µ-law)', spoil: passThroughTelephone },
  { name: 'MP3, 32 kbit/s', spoil: passThroughMp3 },
  {
    name: `small room (reverberation time ${ROOM.rt60Sec} s)`,
    spoil: (samples, random) =>
      addReverberation(samples, createRoomResponse(ROOM.rt60Sec, ROOM.directToReverberantDb, random)),
  },
  { name: `room tone of ${TONE_SEC.join(' to ')} s at both ends`, spoil: addTone },
];

function addTone(samples: Float32Array, random: Random): Float32Array {
  const [beforeSec, afterSec] = [randomBetween(TONE_SEC, random), randomBetween(TONE_SEC, random)];
  const tone = createNoise('pink', Math.ceil((beforeSec + afterSec) * SAMPLE_RATE_HZ) + 2, random);
  return addRoomTone(samples, tone, beforeSec, afterSec, TONE_BELOW_SPEECH_DB);
}
