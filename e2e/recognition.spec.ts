import { writeFileSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { classifyInNode, type NodeResult } from './support/classify-in-node';
import { decodeOnPage } from './support/decode-on-page';
import { expect, test } from './support/journey';
import {
  CLIPS_OF_CORPUS,
  hasSharedFolder,
  listCorpusClips,
  locateSample,
  readSamples,
  readVisitorFile,
  SPEECH_PATH,
  type Corpus,
  type VisitorFile,
} from './support/recordings';
import { chooseFile, dropFile, openPage, readResult, type ShownResult } from './support/visitor';
import { encodeWav, type SampleFormat, type Sound } from './support/wav';

/**
 * How far the page's probabilities may be from Node's: float32 sums are taken in another order on another backend, and
 * a GPU's exponential is coarser. Two hundredths change no reading of a bar chart.
 */
const TOLERANCE = 0.02;

/** Shared samples in formats that every Chromium decodes, one and two channels, four rates. */
const COMPRESSED = [
  'mp3-cbr128-44100-stereo-id3-cover.mp3',
  'mp3-vbr-22050-mono.mp3',
  'mp3-cbr32-16000-bare.mp3',
  'ogg-opus-48000-stereo.ogg',
  'ogg-opus-24000-mono.opus',
  'flac-24-96000-stereo.flac',
];

function expectAgreement(shown: ShownResult, expected: NodeResult, name: string): void {
  expect(Object.keys(shown.probabilities).sort(), name).toEqual(Object.keys(expected.probabilities).sort());
  for (const [emotion, probability] of Object.entries(expected.probabilities)) {
    const difference = Math.abs((shown.probabilities[emotion] ?? NaN) - probability);
    expect(difference, `${name}: ${emotion}`).toBeLessThanOrEqual(TOLERANCE);
  }
  const [first = NaN, second = NaN] = Object.values(expected.probabilities).sort((left, right) => right - left);
  // Each of two that are closer may come first: one falls and the other rises within the tolerance.
  if (first - second > 2 * TOLERANCE) expect(shown.emotion, name).toBe(expected.emotion);
}

/** Writes sound as a WAV file that Node and the visitor both have; returns its path. */
function writeSound(testInfo: TestInfo, name: string, sound: Sound, format: SampleFormat): string {
  const path = testInfo.outputPath(name);
  writeFileSync(path, encodeWav(sound, format));
  return path;
}

/** Decodes the chosen clips of a corpus at 16 kHz and writes them as 16-bit mono WAV files. */
async function unpackClips(page: Page, testInfo: TestInfo, corpus: Corpus): Promise<string[]> {
  const paths: string[] = [];
  for (const [index, path] of listCorpusClips(corpus).entries()) {
    const sound = await decodeOnPage(page, readVisitorFile(path), 16_000);
    expect(sound.channels, path).toHaveLength(1);
    expect(sound.sampleRateHz, path).toBe(16_000);
    paths.push(writeSound(testInfo, `${corpus}-${index}.wav`, sound, 'int16'));
  }
  return paths;
}

/** Hands files to the page, one after another, the first by dropping it; the page must agree with Node on each. */
async function compareWithNode(
  page: Page,
  backend: 'webgl' | 'wasm',
  files: readonly VisitorFile[],
  answers: readonly NodeResult[],
): Promise<void> {
  expect(answers).toHaveLength(files.length);
  await openPage(page, backend);
  for (const [index, file] of files.entries()) {
    const expected = answers[index];
    if (expected === undefined) throw new Error(`Node gave no answer for ${file.name}.`);
    await (index === 0 ? dropFile : chooseFile)(page, file);
    const shown = await readResult(page, file.name);
    expect(shown.backend).toBe(backend);
    expectAgreement(shown, expected, file.name);
  }
}

for (const backend of ['webgl', 'wasm'] as const) {
  test.describe(`on ${backend}`, () => {
    test('a dropped recording yields what Node hears @sub-path', async ({ page }) => {
      const [expected] = classifyInNode([SPEECH_PATH]);
      if (expected === undefined) throw new Error('Node gave no answer.');
      await openPage(page, backend);
      await dropFile(page, readVisitorFile(SPEECH_PATH));
      const shown = await readResult(page, 'speech.wav');
      expect(shown.backend).toBe(backend);
      expect(shown.emotion).toBe(expected.emotion);
      expectAgreement(shown, expected, 'speech.wav');
      const sum = Object.values(shown.probabilities).reduce((total, probability) => total + probability, 0);
      // Eight float32 probabilities.
      expect(sum).toBeCloseTo(1, 5);
    });

    test('twenty clips of all corpora yield what Node hears', async ({ page }, testInfo) => {
      test.skip(!hasSharedFolder, 'The recordings of the corpora in ../shared are not here.');
      test.setTimeout(300_000);
      await openPage(page, backend);
      const paths: string[] = [];
      for (const corpus of Object.keys(CLIPS_OF_CORPUS) as Corpus[]) {
        const ofCorpus = await unpackClips(page, testInfo, corpus);
        expect(new Set(ofCorpus).size, corpus).toBe(CLIPS_OF_CORPUS[corpus]);
        paths.push(...ofCorpus);
      }
      expect(paths).toHaveLength(20);
      const answers = classifyInNode(paths);
      // A network that says the same of everything would agree with itself.
      expect(new Set(answers.map(({ emotion }) => emotion)).size).toBeGreaterThan(1);
      await compareWithNode(page, backend, paths.map(readVisitorFile), answers);
    });
  });
}

test('uncompressed recordings of every rate and kind yield what Node hears', async ({ page }) => {
  test.skip(!hasSharedFolder, 'The recordings of the corpora in ../shared are not here.');
  test.setTimeout(300_000);
  const samples = readSamples('valid').filter(({ container, expect }) => container === 'wav' && expect === 'ok');
  expect(new Set(samples.map(({ rate }) => rate)).size).toBeGreaterThan(5);
  const paths = samples.map((sample) => locateSample('valid', sample));
  await compareWithNode(page, 'wasm', paths.map(readVisitorFile), classifyInNode(paths));
});

test("compressed recordings yield what Node hears in the page's own PCM", async ({ page }, testInfo) => {
  test.skip(!hasSharedFolder, 'The recordings of the corpora in ../shared are not here.');
  test.setTimeout(300_000);
  const samples = readSamples('valid').filter(({ file }) => COMPRESSED.includes(file));
  expect(samples).toHaveLength(COMPRESSED.length);
  await openPage(page, 'wasm');
  const files: VisitorFile[] = [];
  const paths: string[] = [];
  for (const sample of samples) {
    const file = readVisitorFile(locateSample('valid', sample));
    // At the file's own rate, as the page decodes it.
    const sound = await decodeOnPage(page, file, sample.rate ?? NaN);
    files.push(file);
    paths.push(writeSound(testInfo, `${file.name}.wav`, sound, 'float32'));
  }
  await compareWithNode(page, 'wasm', files, classifyInNode(paths));
});

/** Runs in the page. */
function countColours(canvas: HTMLElement | SVGElement): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0;
  const image = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height);
  return image === undefined ? 0 : new Set(new Uint32Array(image.data.buffer)).size;
}

test('the result shows its pictures, a player and the time of each stage', async ({ page }) => {
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(SPEECH_PATH));
  await readResult(page, 'speech.wav');
  const player = page.getByLabel('Your recording').and(page.locator('audio'));
  // The file is 3.44 s long; browsers round to their clock.
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBeCloseTo(3.44, 1);
  const pictures = page.locator('.result-pictures canvas');
  // Emotions over its two phrases, waveform, log-mel bands, MFCC.
  await expect(pictures).toHaveCount(4);
  await expect(page.getByRole('region', { name: 'The voice' }).getByRole('img', { name: / over time, / })).toHaveCount(
    3,
  );
  for (const picture of await pictures.all()) {
    // A flat picture has one colour or two.
    await expect.poll(() => picture.evaluate(countColours)).toBeGreaterThan(2);
  }
  await expect(page.getByTestId('run-details')).toContainText('Network');

  const before = page.getByRole('region', { name: 'Before and after' });
  await before.scrollIntoViewIfNeeded();
  await expect(before.getByRole('img')).toHaveCount(4);
  for (const picture of await before.getByRole('img').all()) {
    await expect.poll(() => picture.evaluate(countColours)).toBeGreaterThan(2);
  }
  await expect(before.getByRole('img', { name: 'from 0 to 8000 hertz' })).toBeVisible();
  await expect(before.getByRole('row', { name: /^Samples per second/ })).toContainText(/16,000\sHz.*11,025\sHz/);
  await expect(before.getByRole('row', { name: /^Length/ })).toContainText(/3\.4 s.*of speech, in 2 windows/);
});

test('a second file replaces the first one while that is still at work', async ({ page }) => {
  await openPage(page, 'wasm');
  const speech = readVisitorFile(SPEECH_PATH);
  await chooseFile(page, { ...speech, name: 'first.wav' });
  await chooseFile(page, { ...speech, name: 'second.wav' });
  await readResult(page, 'second.wav');
  await expect(page.getByText('first.wav')).toHaveCount(0);
});
