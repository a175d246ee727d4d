/**
 * Speaks the samples of the start screen into `public/samples`, with eSpeak NG and SoX as Debian has them:
 * `apt-get install espeak-ng sox`, then `npx tsx scripts/make-samples.ts`.
 *
 * The sentences are the project's own and say nothing of how anybody feels; voices, speeds and pitches differ. A
 * synthesiser means no emotion, so the samples claim none. FLAC, because every browser decodes it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../public/samples/', import.meta.url));
const LIMIT_BYTES = 60_000;

/** Speed in words a minute, pitch 0…99 as eSpeak NG counts it, range of the pitch in per cent of the voice's own. */
const SAMPLES = [
  { name: 'level', voice: 'en-us', speed: 165, pitch: 40, range: 30, text: 'The ferry leaves at ten past seven.' },
  {
    name: 'lively',
    voice: 'en-us+f3',
    speed: 190,
    pitch: 70,
    range: 95,
    text: 'There are four cups on the kitchen table.',
  },
  { name: 'slow', voice: 'en-gb+m3', speed: 115, pitch: 20, range: 15, text: 'The library is behind the station.' },
  {
    name: 'hurried',
    voice: 'en-gb-scotland+f4',
    speed: 215,
    pitch: 55,
    range: 70,
    text: 'The blue folder belongs on the second shelf from the top.',
  },
] as const;

mkdirSync(FOLDER, { recursive: true });
for (const { name, voice, speed, pitch, range, text } of SAMPLES) {
  const spoken = `<speak><prosody range="${range}%">${text}</prosody></speak>`;
  const wav = execFileSync('espeak-ng', [
    '-m',
    '-v',
    voice,
    '-s',
    String(speed),
    '-p',
    String(pitch),
    '--stdout',
    spoken,
  ]);
  const path = `${FOLDER}${name}.flac`;
  // Without dither: the same file every time, and a smaller one.
  execFileSync('sox', ['-D', '-t', 'wav', '-', '-C', '8', '-r', '16000', path, 'gain', '-n', '-3'], { input: wav });
  const { size } = statSync(path);
  console.log(`${path}: ${size} bytes`);
  if (size > LIMIT_BYTES) throw new Error(`Expected at most ${LIMIT_BYTES} bytes in ${path}.`);
}
