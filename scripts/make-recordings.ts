/**
 * Writes the project's own recording, `e2e/recordings/speech.wav`: two synthesised phrases with a pause between, 16 kHz,
 * mono, 16 bit. The same file every time: `npx tsx scripts/make-recordings.ts`.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { writeWav } from '../src/audio/write-wav';
import { type Phone, synthesiseSpeech } from '../src/testing/synthesise-speech';

const SAMPLE_RATE_HZ = 16_000;

/** Formants of an adult's vowels and consonants, in Hz. */
const FORMANTS_HZ = {
  a: [730, 1090, 2440, 3500],
  e: [530, 1840, 2480, 3500],
  i: [270, 2290, 3010, 3700],
  o: [570, 840, 2410, 3400],
  u: [300, 870, 2240, 3400],
  m: [250, 1000, 2200, 3300],
  s: [2500, 4200, 5200, 6500],
} as const;

const PAUSE_SEC = 0.6;

/** One phrase: a phone for each letter, pitch falling from `startHz` to `endHz`. */
function speakPhrase(letters: readonly (keyof typeof FORMANTS_HZ)[], startHz: number, endHz: number): Phone[] {
  return letters.map((letter, index) => ({
    durationSec: letter === 's' || letter === 'm' ? 0.09 : 0.19,
    formantsHz: FORMANTS_HZ[letter],
    pitchHz: startHz + ((endHz - startHz) * index) / (letters.length - 1),
    voice: letter === 's' ? 0 : letter === 'm' ? 0.4 : 1,
    noise: letter === 's' ? 1 : 0.05,
  }));
}

function createPause(durationSec: number): Phone {
  return { durationSec, formantsHz: FORMANTS_HZ.a, pitchHz: 150, voice: 0, noise: 0 };
}

const phones = [
  createPause(0.25),
  ...speakPhrase(['m', 'a', 's', 'i', 'm', 'o', 'e'], 210, 140),
  createPause(PAUSE_SEC),
  ...speakPhrase(['s', 'e', 'm', 'u', 'a', 'm', 'i', 's', 'o'], 260, 170),
  createPause(0.25),
];
const path = fileURLToPath(new URL('../e2e/recordings/speech.wav', import.meta.url));
const samples = synthesiseSpeech(phones, SAMPLE_RATE_HZ);
const file = await writeWav([{ channels: [samples], sampleRateHz: SAMPLE_RATE_HZ }]);
writeFileSync(path, new Uint8Array(await file.arrayBuffer()));
console.log(`${path}: ${file.size} bytes`);
