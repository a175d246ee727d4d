import type { Locator, Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { AS_SPOKEN, encodeVoice } from './support/labelled-folder';
import { readVisitorFile, SPEECH_PATH, type VisitorFile } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);
/** The same words, a third faster and higher. */
const FASTER: VisitorFile = { name: 'faster.wav', bytes: encodeVoice({ ...AS_SPOKEN, sampleRateHz: 22_050 }) };

function findSide(page: Page, name: 'A' | 'B'): Locator {
  return page.getByRole('region', { name: `Side ${name}`, exact: true });
}

/** Per cent of each emotion on both sides, by its label in the table. */
async function readTable(page: Page): Promise<Readonly<Record<string, readonly [number, number, number]>>> {
  const rows = await page
    .getByTestId('difference')
    .locator('tbody tr')
    .evaluateAll((elements) => elements.map((row) => [...row.children].map((cell) => cell.textContent)));
  const toNumber = (text: string | undefined): number =>
    Number((text ?? '').replace('−', '-').replace(/[^\d.+-]/g, ''));
  return Object.fromEntries(
    rows.map(([label = '', a, b, difference]) => [label, [toNumber(a), toNumber(b), toNumber(difference)]]),
  );
}

async function addFiles(page: Page, ...files: readonly VisitorFile[]): Promise<void> {
  await page
    .getByLabel('Audio files', { exact: true })
    .setInputFiles(files.map(({ name, bytes }) => ({ name, mimeType: 'audio/wav', buffer: bytes })));
}

for (const backend of ['webgl', 'wasm'] as const) {
  test(`two files are heard and set side by side, on ${backend}`, async ({ page }, testInfo) => {
    test.setTimeout(240_000);
    await page.goto(`./?backend=${backend}#/compare`);
    await expect(page.getByText('There is no result yet.')).toBeVisible();
    await addFiles(page, SPEECH, FASTER);
    const difference = page.getByTestId('difference');
    await expect(difference).toBeVisible({ timeout: 120_000 });
    await expect(findSide(page, 'A')).toContainText('speech.wav');
    await expect(findSide(page, 'B')).toContainText('faster.wav');
    await difference.getByText('Show as a table').click();
    const table = await readTable(page);
    expect(Object.keys(table)).toHaveLength(8);
    const points = Object.entries(table).map(([label, [, , ofLabel]]) => [label, Math.round(ofLabel)] as const);
    // Two voices that the model hears alike would tell nothing.
    const [label, most] = points.sort(([, one], [, other]) => Math.abs(other) - Math.abs(one))[0] ?? ['', 0];
    expect(Math.abs(most)).toBeGreaterThan(1);
    await expect(difference.getByRole('status')).toContainText(
      `The largest difference: ${label}, ${Math.abs(most)} point`,
    );
    if (backend === 'wasm') await expectClean(page, 'compare', (file) => testInfo.outputPath(file));

    // Each side shows what the result's own page does.
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByRole('link', { name: 'Many files' }).click();
    for (const [index, name] of ['speech.wav', 'faster.wav'].entries()) {
      await page.getByRole('link', { name, exact: true }).click();
      const { probabilities, backend: ranOn } = await readResult(page, name);
      expect(ranOn).toBe(backend);
      for (const [emotion, probability] of Object.entries(probabilities)) {
        const shown = Object.entries(table).find(([of]) => of.toLowerCase() === emotion)?.[1][index] ?? NaN;
        // The table has tenths of a per cent.
        expect(Math.abs(shown - 100 * probability), `${name} ${emotion}`).toBeLessThanOrEqual(0.051);
      }
      await page.goBack();
    }
  });
}

test('kept results and their moments are compared, by keyboard @sub-path', async ({ page }, testInfo) => {
  await openPage(page, 'wasm');
  for (const file of [SPEECH, FASTER]) {
    await chooseFile(page, file);
    await readResult(page, file.name);
  }
  // From the result, which is one side; the other is the one before.
  await page.getByRole('link', { name: 'Compare with another' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Compare', exact: true })).toBeFocused();
  await expect(findSide(page, 'A').getByLabel('Recording')).toHaveValue('present');
  await expect(findSide(page, 'A').getByTestId('side-verdict')).toContainText('faster.wav');
  await expect(findSide(page, 'B').getByTestId('side-verdict')).toContainText('speech.wav');

  // Another visit: both are kept, without their sound.
  await page.goto('./?backend=wasm#/history');
  await page.reload();
  await page.getByRole('link', { name: 'Compare two' }).press('Enter');
  await expect(findSide(page, 'A').getByTestId('side-verdict')).toContainText('faster.wav');
  await expect(page.locator('audio')).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'Pictures of A' }).locator('canvas').first()).toBeVisible();

  // Two moments of one recording, chosen with the arrow keys.
  await findSide(page, 'A').getByLabel('Recording').focus();
  await page.keyboard.press('ArrowDown');
  await expect(findSide(page, 'A').getByTestId('side-verdict')).toContainText('speech.wav');
  await expect(page.getByTestId('difference')).toContainText('Both sides are the same');
  for (const [name, presses] of [
    ['A', 1],
    ['B', 2],
  ] as const) {
    await findSide(page, name).getByLabel('Moment').focus();
    for (let press = 0; press < presses; press++) await page.keyboard.press('ArrowDown');
    await expect(findSide(page, name).getByTestId('side-verdict')).toContainText('of 3.4 s');
  }
  await expect(page.getByTestId('marked-part')).toHaveCount(6);
  await expect(page.getByTestId('difference').getByRole('status')).not.toContainText('Both sides are the same');
  // The chosen moment is what its name says.
  const chosen = await findSide(page, 'A').getByLabel('Moment').locator('option:checked').innerText();
  const share = /\d+\s*%/.exec(chosen)?.[0] ?? 'no share';
  await expect(findSide(page, 'A').locator('.side-emotion')).toContainText(share);
  await expectClean(page, 'moments', (file) => testInfo.outputPath(file));
  await page.getByRole('link', { name: 'History' }).click();
  await page.getByRole('link', { name: 'speech.wav' }).click();
  await page.getByRole('link', { name: 'Compare with another' }).click();
  await expect(findSide(page, 'A').getByTestId('side-verdict')).toContainText('speech.wav');
  await expect(findSide(page, 'B').getByTestId('side-verdict')).toContainText('faster.wav');
});

test('a file that cannot be heard says why, and another takes its place', async ({ page }) => {
  await page.goto('./?backend=wasm#/compare');
  await addFiles(page, SPEECH, { name: 'broken.wav', bytes: Buffer.from('no sound at all') });
  await expect(findSide(page, 'B').getByRole('alert')).toContainText('could not be read', { timeout: 60_000 });
  await expect(page.getByTestId('difference')).toHaveCount(0);
  await expect(findSide(page, 'A').getByTestId('side-verdict')).toBeVisible({ timeout: 60_000 });
  // A single one is set against what is there.
  await addFiles(page, FASTER);
  await expect(page.getByTestId('difference')).toBeVisible({ timeout: 60_000 });
  await expect(findSide(page, 'A')).toContainText('speech.wav');
  await expect(findSide(page, 'B').getByTestId('side-verdict')).toContainText('faster.wav');
  await page.goto('./?backend=wasm#/compare/4711');
  await expect(findSide(page, 'A').getByRole('alert')).toContainText('not here any more');
});
