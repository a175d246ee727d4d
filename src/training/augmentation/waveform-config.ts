/** How recordings are varied before their features are computed. A share of 0 switches a part off. */
import type { NoiseKind } from './noise';
import type { Range } from './random-choices';

/** A part of augmentation: the share of examples that go through it, 0…1. */
interface Part {
  readonly share: number;
}

/** All parts, in the order in which they are applied; ranges are drawn from uniformly. */
export interface WaveformAugmentationConfig {
  /** The recording as it comes back from a lossy codec; needs a store of recordings that holds it. */
  readonly codec: Part;
  /** Clips of the same speaker and emotion joined until they fill a window; a negative pause is a crossfade. */
  readonly joining: Part & { readonly pauseSec: Range };
  /** Tempo and pitch together. */
  readonly speed: Part & { readonly factor: Range };
  /** Tempo alone: 2 halves the duration. */
  readonly tempo: Part & { readonly factor: Range };
  /** Pitch alone. */
  readonly pitch: Part & { readonly semitones: Range };
  readonly reverberation: Part & { readonly rt60Sec: Range; readonly directToReverberantDb: Range };
  /** Noise by its ratio to the speech. */
  readonly noise: Part & { readonly kinds: readonly NoiseKind[]; readonly snrDb: Range };
  /** Other speakers at once, by their ratio to the speech. */
  readonly babble: Part & { readonly voices: number; readonly snrDb: Range };
  /** Room tone at either end, how long at each, and how far below the speech. */
  readonly roomTone: Part & {
    readonly durationSec: Range;
    readonly kinds: readonly NoiseKind[];
    readonly belowSpeechDb: Range;
  };
  readonly gain: Part & { readonly gainDb: Range };
  /** Noise of a fixed level, whatever the gain. */
  readonly noiseFloor: Part & { readonly kinds: readonly NoiseKind[]; readonly levelDbfs: Range };
  /** What lies below and above the microphone's band is lost. */
  readonly bandLimit: Part & { readonly lowestHz: Range; readonly highestHz: Range };
  readonly telephone: Part;
  /** How far the ends of the window are moved from where speech was found, at most. */
  readonly timeShift: Part & { readonly maxShiftSec: number };
}

/** Everything off, with ranges that make sense once a share is raised. */
export const NO_WAVEFORM_AUGMENTATION: WaveformAugmentationConfig = {
  codec: { share: 0 },
  joining: { share: 0, pauseSec: [-0.1, 0.3] },
  speed: { share: 0, factor: [0.9, 1.1] },
  tempo: { share: 0, factor: [0.85, 1.2] },
  pitch: { share: 0, semitones: [-2, 2] },
  reverberation: { share: 0, rt60Sec: [0.15, 0.7], directToReverberantDb: [-3, 12] },
  noise: { share: 0, kinds: ['white', 'pink', 'hum'], snrDb: [5, 30] },
  babble: { share: 0, voices: 4, snrDb: [10, 30] },
  roomTone: { share: 0, durationSec: [0, 1.5], kinds: ['white', 'pink', 'hum'], belowSpeechDb: [25, 60] },
  gain: { share: 0, gainDb: [-30, 6] },
  noiseFloor: { share: 0, kinds: ['white', 'pink'], levelDbfs: [-80, -50] },
  bandLimit: { share: 0, lowestHz: [20, 300], highestHz: [3000, 5400] },
  telephone: { share: 0 },
  timeShift: { share: 0, maxShiftSec: 0.075 },
};

/** The augmentation of the shipped weights. */
export const WAVEFORM_AUGMENTATION: WaveformAugmentationConfig = {
  ...NO_WAVEFORM_AUGMENTATION,
  joining: { ...NO_WAVEFORM_AUGMENTATION.joining, share: 0.2 },
  speed: { ...NO_WAVEFORM_AUGMENTATION.speed, share: 0.3 },
  tempo: { ...NO_WAVEFORM_AUGMENTATION.tempo, share: 0.1 },
  pitch: { ...NO_WAVEFORM_AUGMENTATION.pitch, share: 0.15 },
  reverberation: { ...NO_WAVEFORM_AUGMENTATION.reverberation, share: 0.15 },
  noise: { ...NO_WAVEFORM_AUGMENTATION.noise, share: 0.3 },
  babble: { ...NO_WAVEFORM_AUGMENTATION.babble, share: 0.05 },
  roomTone: { ...NO_WAVEFORM_AUGMENTATION.roomTone, share: 0.25 },
  gain: { ...NO_WAVEFORM_AUGMENTATION.gain, share: 0.3 },
  noiseFloor: { ...NO_WAVEFORM_AUGMENTATION.noiseFloor, share: 0.4 },
  bandLimit: { ...NO_WAVEFORM_AUGMENTATION.bandLimit, share: 0.1 },
  telephone: { share: 0.05 },
  timeShift: { ...NO_WAVEFORM_AUGMENTATION.timeShift, share: 0.5 },
};
