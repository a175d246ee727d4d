import { classifyInNode, type NodeResult } from './support/classify-in-node';
import { expect, test } from './support/journey';
import { hasSharedFolder, listRealClips, readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, dropFile, openPage, readResult } from './support/visitor';

/**
 * How far the page's probabilities may be from Node's: float32 sums are taken in another order on another backend, and
 * a GPU's exponential is coarser. Two hundredths change no reading of a bar chart.
 */
const TOLERANCE = 0.02;

function expectAgreement(shown: Readonly<Record<string, number>>, expected: NodeResult, name: string): void {
  expect(Object.keys(shown).sort(), name).toEqual(Object.keys(expected.probabilities).sort());
  for (const [emotion, probability] of Object.entries(expected.probabilities)) {
    const difference = Math.abs((shown[emotion] ?? NaN) - probability);
    expect(difference, `${name}: ${emotion}`).toBeLessThanOrEqual(TOLERANCE);
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
      expectAgreement(shown.probabilities, expected, 'speech.wav');
      const sum = Object.values(shown.probabilities).reduce((total, probability) => total + probability, 0);
      // Eight float32 probabilities.
      expect(sum).toBeCloseTo(1, 5);
    });

    test('real speech of all corpora yields what Node hears', async ({ page }) => {
      test.skip(!hasSharedFolder, 'The recordings of the corpora in ../shared are not here.');
      test.setTimeout(300_000);
      const paths = listRealClips();
      expect(paths.length).toBeGreaterThanOrEqual(20);
      const answers = classifyInNode(paths);
      await openPage(page, backend);
      for (const [index, path] of paths.entries()) {
        const expected = answers[index];
        if (expected === undefined) throw new Error(`Node gave no answer for ${path}.`);
        const file = { ...readVisitorFile(path), name: `clip-${index}.wav` };
        await chooseFile(page, file);
        const shown = await readResult(page, file.name);
        expect(shown.backend).toBe(backend);
        expectAgreement(shown.probabilities, expected, path);
      }
    });
  });
}

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
  await expect(pictures).toHaveCount(3);
  for (const picture of await pictures.all()) {
    // A flat picture has one colour or two.
    await expect.poll(() => picture.evaluate(countColours)).toBeGreaterThan(2);
  }
  await expect(page.getByTestId('run-details')).toContainText('Network');
});

test('a second file replaces the first one while that is still at work', async ({ page }) => {
  await openPage(page, 'wasm');
  const speech = readVisitorFile(SPEECH_PATH);
  await chooseFile(page, { ...speech, name: 'first.wav' });
  await chooseFile(page, { ...speech, name: 'second.wav' });
  await readResult(page, 'second.wav');
  await expect(page.getByText('first.wav')).toHaveCount(0);
});
