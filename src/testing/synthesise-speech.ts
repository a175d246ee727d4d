/**
 * A small formant synthesiser: a glottal pulse train through a cascade of resonators, and filtered noise for
 * consonants. It stands in for speech where no recording of a person can be part of the project: voiced, with moving
 * pitch and formants, pauses and a noise floor. It carries no emotion that anyone has labelled.
 *
 * After D. H. Klatt, "Software for a cascade/parallel formant synthesizer", J. Acoust. Soc. Am. 67 (1980), the resonator
 * of equation 1; the pulse is A. E. Rosenberg's trigonometric one (J. Acoust. Soc. Am. 49 (1971), pulse C).
 */
import { createSeededRandom } from './seeded-random';

/** A stretch of speech whose formants and pitch glide towards those of the next one. */
export interface Phone {
  readonly durationSec: number;
  /** Centres of the first four formants, in Hz. */
  readonly formantsHz: readonly [number, number, number, number];
  readonly pitchHz: number;
  /** Amplitudes of voice and of noise, 0…1; both 0 is a pause. */
  readonly voice: number;
  readonly noise: number;
}

const BANDWIDTHS_HZ = [70, 90, 130, 200] as const;
/** Parts of a pitch period in which the glottis opens and closes. */
const OPENING = 0.4;
const CLOSING = 0.16;
/** How quickly pitch, formants and amplitudes approach their targets. */
const GLIDE_SEC = 0.03;
/** A quiet room. */
const FLOOR_AMPLITUDE = 0.0005;
const PEAK_AMPLITUDE = 0.6;

/**
 * Speaks phones one after another; the same phones always give the same samples.
 *
 * @returns mono samples at `sampleRateHz`, the loudest at ±0.6.
 */
export function synthesiseSpeech(phones: readonly Phone[], sampleRateHz: number): Float32Array {
  const samples: number[] = [];
  const random = createSeededRandom(1);
  const makeNoise = (): number => 2 * random() - 1;
  const glide = 1 - Math.exp(-1 / (GLIDE_SEC * sampleRateHz));
  const resonators = BANDWIDTHS_HZ.map((bandwidthHz) => createResonator(bandwidthHz, sampleRateHz));
  const formantsHz = [...(phones[0]?.formantsHz ?? [])];
  let pitchHz = phones[0]?.pitchHz ?? 0;
  let voice = 0;
  let noise = 0;
  let phase = 0;
  let lastFlow = 0;
  for (const phone of phones) {
    const end = samples.length + Math.round(phone.durationSec * sampleRateHz);
    while (samples.length < end) {
      pitchHz += glide * (phone.pitchHz - pitchHz);
      voice += glide * (phone.voice - voice);
      noise += glide * (phone.noise - noise);
      phase = (phase + pitchHz / sampleRateHz) % 1;
      const flow = computeGlottalFlow(phase);
      // What leaves the lips is the change of the flow.
      let value = voice * (flow - lastFlow) + 0.02 * noise * makeNoise();
      lastFlow = flow;
      resonators.forEach((resonate, index) => {
        const targetHz = phone.formantsHz[index] ?? 0;
        const centreHz = (formantsHz[index] ?? targetHz) + glide * (targetHz - (formantsHz[index] ?? targetHz));
        formantsHz[index] = centreHz;
        value = resonate(value, centreHz);
      });
      samples.push(value);
    }
  }
  const peak = samples.reduce((loudest, sample) => Math.max(loudest, Math.abs(sample)), Number.MIN_VALUE);
  return Float32Array.from(samples, (sample) => (PEAK_AMPLITUDE * sample) / peak + FLOOR_AMPLITUDE * makeNoise());
}

/** Air through the glottis at a phase of the pitch period, 0…1. */
function computeGlottalFlow(phase: number): number {
  if (phase < OPENING) return (1 - Math.cos((Math.PI * phase) / OPENING)) / 2;
  if (phase < OPENING + CLOSING) return Math.cos((Math.PI * (phase - OPENING)) / (2 * CLOSING));
  return 0;
}

/** A two-pole resonator whose centre may move from sample to sample; gain 1 at 0 Hz. */
function createResonator(bandwidthHz: number, sampleRateHz: number): (input: number, centreHz: number) => number {
  const radius = Math.exp((-Math.PI * bandwidthHz) / sampleRateHz);
  let last = 0;
  let lastButOne = 0;
  return (input, centreHz) => {
    const feedback = 2 * radius * Math.cos((2 * Math.PI * centreHz) / sampleRateHz);
    const output = (1 - feedback + radius * radius) * input + feedback * last - radius * radius * lastButOne;
    lastButOne = last;
    last = output;
    return output;
  };
}
