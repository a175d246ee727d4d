/**
 * One recording, varied: voice, then room, then what else sounds there, then microphone and channel, as sound goes.
 * What comes out is a recording like any other: its speech is yet to be found.
 */
import { FEATURE_CONFIG } from '../../contract/features';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import type { Random } from '../../evaluation/random';
import { limitAbove, limitBelow } from './band-limit';
import { changeVoice, semitonesToFactor } from './change-voice';
import { trimToSpeech } from './cut-window';
import { joinClips } from './join-clips';
import { changeGain } from './level';
import { addNoise, addNoiseFloor, createNoise, mixBabble, type NoiseKind } from './noise';
import { randomBetween, randomItem, randomRatio, type Range } from './random-choices';
import { addReverberation, createRoomResponse } from './reverberation';
import { addRoomTone } from './room-tone';
import { passThroughTelephone } from './telephone';
import type { WaveformAugmentationConfig } from './waveform-config';

/** Where the recordings come from; every draw is a function of the generator. */
export interface RecordingDraw {
  /** The recording itself, whole; through the lossy codec where asked. */
  drawOwn(throughCodec: boolean, random: Random): Float32Array;
  /** Another of the same speaker in the same emotion; `null` where there is none. */
  drawCompanion(random: Random): Float32Array | null;
  /** Any recording. */
  drawAny(random: Random): Float32Array;
}

const WINDOW_SAMPLES = FEATURE_CONFIG.windowSec * SAMPLE_RATE_HZ;

/** Varies a recording; the same sequence of random numbers gives the same samples. */
export function augmentWaveform(draw: RecordingDraw, config: WaveformAugmentationConfig, random: Random): Float32Array {
  const happens = ({ share }: { readonly share: number }): boolean => share > 0 && random() < share;
  const makeNoise = (kinds: readonly NoiseKind[], length: number): Float32Array =>
    createNoise(randomItem(kinds, random), length, random);

  let samples = draw.drawOwn(happens(config.codec), random);
  if (happens(config.joining)) samples = fillWindow(samples, draw, config.joining.pauseSec, random);
  samples = varyVoice(samples, config, happens, random);
  if (happens(config.reverberation)) {
    const { rt60Sec, directToReverberantDb } = config.reverberation;
    const ratioDb = randomBetween(directToReverberantDb, random);
    samples = addReverberation(samples, createRoomResponse(randomRatio(rt60Sec, random), ratioDb, random));
  }
  if (happens(config.noise)) {
    const noise = makeNoise(config.noise.kinds, samples.length);
    samples = addNoise(samples, noise, randomBetween(config.noise.snrDb, random));
  }
  if (happens(config.babble)) {
    const voices = Array.from({ length: config.babble.voices }, () => draw.drawAny(random));
    samples = addNoise(samples, mixBabble(voices, samples.length, random), randomBetween(config.babble.snrDb, random));
  }
  if (happens(config.roomTone)) {
    const { durationSec, kinds, belowSpeechDb } = config.roomTone;
    const [before, after] = [randomBetween(durationSec, random), randomBetween(durationSec, random)];
    const tone = makeNoise(kinds, Math.ceil((before + after) * SAMPLE_RATE_HZ) + 2);
    samples = addRoomTone(samples, tone, before, after, randomBetween(belowSpeechDb, random));
  }
  if (happens(config.gain)) samples = changeGain(samples, randomBetween(config.gain.gainDb, random));
  if (happens(config.noiseFloor)) {
    const noise = makeNoise(config.noiseFloor.kinds, samples.length);
    samples = addNoiseFloor(samples, noise, randomBetween(config.noiseFloor.levelDbfs, random));
  }
  if (happens(config.bandLimit)) {
    samples = limitBelow(samples, randomRatio(config.bandLimit.lowestHz, random));
    samples = limitAbove(samples, randomRatio(config.bandLimit.highestHz, random));
  }
  return happens(config.telephone) ? passThroughTelephone(samples) : samples;
}

/** Speed, tempo and pitch in one go. */
function varyVoice(
  samples: Float32Array,
  { speed, tempo, pitch }: WaveformAugmentationConfig,
  happens: (part: { readonly share: number }) => boolean,
  random: Random,
): Float32Array {
  const speedFactor = happens(speed) ? randomRatio(speed.factor, random) : 1;
  const tempoFactor = happens(tempo) ? randomRatio(tempo.factor, random) : 1;
  const pitchFactor = happens(pitch) ? semitonesToFactor(randomBetween(pitch.semitones, random)) : 1;
  return changeVoice(samples, speedFactor * tempoFactor, speedFactor * pitchFactor);
}

/** Joins companions to a recording until its speech fills a window. */
function fillWindow(own: Float32Array, draw: RecordingDraw, pauseSec: Range, random: Random): Float32Array {
  let joined = trimToSpeech(own);
  while (joined.length < WINDOW_SAMPLES) {
    const companion = draw.drawCompanion(random);
    if (!companion) break;
    // The own recording may come first or last.
    const pair = [joined, trimToSpeech(companion)];
    joined = joinClips(random() < 0.5 ? pair : pair.reverse(), pauseSec, random);
  }
  return joined;
}
