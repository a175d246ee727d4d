import type { Locator, Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { findSample, hasSharedFolder, locateSample, readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, findResult, openPage, readResult } from './support/visitor';
import { encodeWav } from './support/wav';

/** The start of the network of its own; software-rendered WebGL compiles its shaders once more. */
const OPEN_MS = 90_000;
/** Some hundred windows through software-rendered WebGL. */
const MAP_MS = 240_000;

/** Half a second of a vowel: a map of it takes 28 judgements. */
function createVowel(): { readonly name: string; readonly bytes: Buffer } {
  const sampleRateHz = 16_000;
  const samples = Float32Array.from({ length: 0.45 * sampleRateHz }, (_, n) => {
    const timeSec = n / sampleRateHz;
    const harmonics = [1, 2, 3, 4, 5, 6, 7, 8].map((k) => Math.sin(2 * Math.PI * 180 * k * timeSec) / k);
    return 0.2 * harmonics.reduce((sum, value) => sum + value, 0) * Math.sin((Math.PI * timeSec) / 0.45);
  });
  return { name: 'vowel.wav', bytes: encodeWav({ channels: [samples], sampleRateHz }, 'int16') };
}

/** Opens what it listened to, and waits for the window. */
async function lookInside(page: Page, fileName: string): Promise<Locator> {
  const listened = findResult(page, fileName).getByTestId('listened');
  await listened.getByRole('button', { name: 'Look inside' }).click();
  await expect(listened.getByTestId('sampling')).toBeVisible({ timeout: OPEN_MS });
  return listened;
}

/** Waits until the window that is chosen is the one that is shown. */
async function expectChosen(listened: Locator): Promise<void> {
  const label =
    (await listened.getByRole('combobox', { name: 'Window' }).locator('option:checked').textContent()) ?? '';
  const [, minutes = NaN, seconds = NaN] = (/^(\d+):([\d.]+) to/u.exec(label) ?? []).map(Number);
  const parts = listened.locator('.listened-parts');
  await expect
    .poll(async () => Math.abs(Number(await parts.getAttribute('data-start-sec')) - 60 * minutes - seconds), {
      timeout: OPEN_MS,
    })
    // The label is rounded to a tenth of a second.
    .toBeLessThan(0.051);
}

/** The numbers of a table's rows, as text. */
async function readCells(table: Locator): Promise<string[][]> {
  const rows = await table.locator('tbody tr').all();
  return Promise.all(rows.map((row) => row.locator('th, td').allTextContents()));
}

for (const backend of ['webgl', 'wasm'] as const) {
  test(`on ${backend}: where the kernels sampled, and what carried the decision @sub-path`, async ({ page }) => {
    test.setTimeout(500_000);
    const vowel = createVowel();
    await openPage(page, backend);
    await chooseFile(page, vowel);
    const { emotion } = await readResult(page, vowel.name);
    const listened = await lookInside(page, vowel.name);

    const sampling = listened.getByTestId('sampling');
    await sampling.getByText('Show the nine taps as a table').click();
    const taps = await readCells(sampling.getByRole('table'));
    expect(taps.map(([number]) => number)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9']);
    // The offsets are the network's own: not all of them are nothing.
    expect(taps.some((cells) => Math.abs(Number(cells[1]?.replace('−', '-'))) >= 0.1)).toBe(true);
    // Both pictures show the same nine.
    await expect(sampling.locator('[data-tap]')).toHaveCount(18);

    const decision = listened.getByTestId('decision');
    await decision.getByRole('button', { name: 'Find what carried it' }).click();
    await expect(decision.getByRole('progressbar')).toBeVisible();
    await expect(decision.getByRole('img', { name: /^Map of what carried / })).toBeVisible({ timeout: MAP_MS });
    await expect(decision.getByLabel('For which emotion?')).toHaveValue(emotion);
    const regions = await readCells(decision.getByTestId('carrying-regions'));
    expect(regions.length).toBeGreaterThan(0);
    for (const [, time, band, without, odds] of regions) {
      expect(time).toMatch(/^\d\.\d\d to \d\.\d\d$/u);
      expect(band).toMatch(/^[\d,]+ to [\d,]+$/u);
      expect(without).toMatch(/%.*→.*%/u);
      expect(odds).toMatch(/^÷/u);
    }
  });
}

test('another place by mouse and by keyboard, another layer, all taps', async ({ page }) => {
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(SPEECH_PATH));
  await readResult(page, 'speech.wav');
  const sampling = (await lookInside(page, 'speech.wav')).getByTestId('sampling');
  const status = sampling.getByRole('status');
  const picker = sampling.getByRole('application');
  const read = async (): Promise<string> => (await status.textContent()) ?? '';

  const before = await read();
  await picker.focus();
  await page.keyboard.press('ArrowRight');
  await expect(status).not.toHaveText(before);
  await page.keyboard.press('ArrowLeft');
  await expect(status).toHaveText(before);
  await page.keyboard.press('ArrowUp');
  // Four rows on at a time.
  const [from = NaN, to = NaN] = [before, await read()].map((text) => Number(/coefficient (\d+)/u.exec(text)?.[1]));
  expect(to - from).toBe(4);

  const box = await picker.boundingBox();
  await picker.click({ position: { x: 0.8 * (box?.width ?? 0), y: 0.2 * (box?.height ?? 0) } });
  const clicked = await read();
  expect(Number(/coefficient (\d+)/u.exec(clicked)?.[1])).toBeGreaterThan(25);
  await page.keyboard.press('Home');
  await expect(status).toHaveText(/^0\.0\d s/u);

  await sampling.getByLabel('Second').check();
  await expect(sampling.getByText('19 × 19 cells')).toBeVisible();
  await sampling.getByLabel('All taps of the layer').check();
  await expect(sampling.locator('[data-tap]')).toHaveCount(0);
  expect(await sampling.locator('.overlay-dot').count()).toBeGreaterThan(50);
  await sampling.getByText('Show the amounts as a table').click();
  await expect(sampling.getByRole('table').locator('tbody tr')).toHaveCount(5);
});

test('another window by list and by the moment of the player, a map cancelled and made', async ({ page }, testInfo) => {
  test.setTimeout(300_000);
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(SPEECH_PATH));
  await readResult(page, 'speech.wav');
  const listened = await lookInside(page, 'speech.wav');
  const choice = listened.getByRole('combobox', { name: 'Window' });
  const windows = await choice.locator('option').count();
  expect(windows).toBeGreaterThan(1);
  await choice.selectOption({ index: 0 });
  await expectChosen(listened);
  await page
    .getByLabel('Your recording')
    .and(page.locator('audio'))
    .evaluate((audio: HTMLAudioElement) => {
      audio.currentTime = audio.duration - 0.2;
    });
  await listened.getByRole('button', { name: 'At the player’s moment' }).click();
  await expect(choice).toHaveValue(String(windows - 1));
  await expectChosen(listened);

  const decision = listened.getByTestId('decision');
  await decision.getByRole('button', { name: 'Find what carried it' }).click();
  await decision.getByRole('button', { name: 'Cancel' }).click();
  await expect(decision.getByRole('progressbar')).toHaveCount(0);
  await decision.getByRole('button', { name: 'Find what carried it' }).click();
  const map = decision.getByRole('img', { name: /^Map of what carried / });
  await expect(map).toBeVisible({ timeout: MAP_MS });
  await decision.getByLabel('For which emotion?').selectOption('calm');
  await expect(decision.getByRole('img', { name: 'Map of what carried Calm' })).toBeVisible();
  await expectClean(page, 'listened', (file) => testInfo.outputPath(file));
});

test('a recording that another one has displaced can still be looked into', async ({ page }) => {
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(SPEECH_PATH));
  await readResult(page, 'speech.wav');
  await lookInside(page, 'speech.wav');
  // It fails and leaves the earlier result on the page.
  await chooseFile(page, { name: 'broken.wav', bytes: Buffer.from('no sound at all') });
  await expect(page.locator('[role="alert"][data-error-code]')).toBeVisible();
  const earlier = page.locator('.result[data-earlier="true"]').getByTestId('listened');
  const choice = earlier.getByRole('combobox', { name: 'Window' });
  await choice.selectOption({ index: (await choice.inputValue()) === '0' ? 1 : 0 });
  await expectChosen(earlier);
});

test('a real voice, seen on a phone and on a wide screen', async ({ page }, testInfo) => {
  test.skip(!hasSharedFolder, 'The recordings in ../shared are not here.');
  test.setTimeout(300_000);
  const sample = findSample('valid', 'ogg-opus-24000-mono.opus');
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(locateSample('valid', sample)));
  await readResult(page, sample.file);
  const listened = await lookInside(page, sample.file);
  await listened.getByRole('button', { name: 'Find what carried it' }).click();
  await expect(listened.getByRole('img', { name: /^Map of what carried / })).toBeVisible({ timeout: MAP_MS });
  await expectClean(page, 'listened-voice', (file) => testInfo.outputPath(file));
});
