import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { classifyInNode } from './support/classify-in-node';
import { readCsv, readDownload } from './support/downloads';
import { evaluateInNode, type NodeReport } from './support/evaluate-in-node';
import { expect, test } from './support/journey';
import { AS_SPOKEN, encodeVoice, writeFolder } from './support/labelled-folder';
import { openPage } from './support/visitor';

/** As in `recognition.spec.ts`. */
const TOLERANCE = 0.02;

/** Recordings of every layout and role, one file in two channels, other rates; those that can be judged. */
const VOICES: Readonly<Record<string, Buffer>> = {
  'ravdess/Actor_17/03-01-05-01-01-01-17.wav': encodeVoice(AS_SPOKEN),
  'ravdess/Actor_17/03-01-03-01-01-01-17.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 22_050 }),
  'ravdess/Actor_15/03-01-08-01-01-01-15.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 12_000, to: 0.5 }),
  'ravdess/Actor_01/03-01-02-01-01-01-01.wav': encodeVoice({ ...AS_SPOKEN, from: 0.45 }),
  'AudioWAV/1001_DFA_SAD_XX.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 11_025, from: 0.45 }),
  'AudioWAV/1002_DFA_NEU_XX.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 24_000 }, 2),
  'AudioWAV/1023_DFA_HAP_XX.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 32_000 }),
  'OAF_Fear/OAF_back_fear.wav': encodeVoice({ ...AS_SPOKEN, to: 0.45 }),
  'savee/DC/a01.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 20_000, from: 0.45 }),
  'mine/disgust/anna/one.wav': encodeVoice({ ...AS_SPOKEN, sampleRateHz: 14_000, gain: 0.3 }),
};
const UNUSABLE: Readonly<Record<string, Buffer>> = {
  'mine/angry/broken.wav': Buffer.from('no sound at all'),
  'mine/angry/silent.wav': encodeVoice({ ...AS_SPOKEN, gain: 0 }),
  'mine/angry/short.wav': encodeVoice({ ...AS_SPOKEN, to: 0.02 }),
  // Sorted after the one that it is the same as.
  'ravdess/Actor_02/03-01-06-01-01-01-02.wav': encodeVoice({ ...AS_SPOKEN, from: 0.45 }),
  'ravdess/notes.wav': encodeVoice(AS_SPOKEN),
};

async function openEvaluation(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Many files' }).click();
  await page.getByRole('link', { name: 'evaluate the model on them' }).click();
  await expect(page.getByRole('heading', { name: 'Evaluate here' })).toBeFocused();
}

/** Drops many recordings of one voice that differ in their last sample, and so in their sound. */
async function dropMany(page: Page, count: number): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([base64, files]) => {
      const transfer = new DataTransfer();
      for (let index = 0; index < files; index++) {
        const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        new DataView(bytes.buffer).setInt16(bytes.length - 2, index, true);
        transfer.items.add(new File([bytes], `angry_${index}.wav`));
      }
      return transfer;
    },
    [encodeVoice({ ...AS_SPOKEN, to: 0.45 }).toString('base64'), count] as const,
  );
  const target = page.getByRole('main');
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
  await dataTransfer.dispose();
}

for (const backend of ['webgl', 'wasm'] as const) {
  test(`a labelled folder yields the report of npm run evaluate, on ${backend}`, async ({ page }, testInfo) => {
    test.setTimeout(300_000);
    const folder = testInfo.outputPath('labelled');
    writeFolder(folder, { ...VOICES, ...UNUSABLE });
    const expected = evaluateInNode(folder, testInfo.outputPath('node.json'));
    const paths = Object.keys(VOICES).sort();
    const answers = classifyInNode(paths.map((path) => join(folder, path)));
    // A network that says the same of everything would agree with itself.
    expect(new Set(answers.map(({ emotion }) => emotion)).size).toBeGreaterThan(1);

    await openPage(page, backend);
    await openEvaluation(page);
    await page.getByLabel('Folder of audio files').setInputFiles(folder);
    await expect(page.getByRole('heading', { name: '14 recordings with a label' })).toBeVisible();
    for (const role of ['test', 'validation', 'training', 'new', 'unknown']) {
      await expect(page.locator(`.evaluation-roles [data-role="${role}"]`)).toBeVisible();
    }
    if (backend === 'wasm') await expectClean(page, 'plan', (file) => testInfo.outputPath(file));
    await page.getByRole('button', { name: 'Evaluate all 14' }).click();
    const outcome = page.getByTestId('evaluation');
    await expect(outcome).toBeVisible({ timeout: 240_000 });
    expect(await outcome.getAttribute('data-backend')).toBe(backend);
    await expect(outcome.locator('[data-role="training"][data-flatters="true"]')).toContainText('figures flatter');
    await expect(outcome).toContainText(backend === 'webgl' ? 'WebGL' : 'WebAssembly');

    // What could not be judged is named with its reason, and stopped nothing.
    const skipped = page.getByTestId('skipped-files');
    await skipped.locator('summary').click();
    for (const [path, reason] of [
      ['mine/angry/broken.wav', 'could not be read'],
      ['mine/angry/silent.wav', 'No speech was heard'],
      ['mine/angry/short.wav', 'too short'],
      ['ravdess/Actor_02/03-01-06-01-01-01-02.wav', 'The same sound as ravdess/Actor_01'],
      ['ravdess/notes.wav', 'named after an emotion'],
    ] as const) {
      const row = skipped.getByRole('row').filter({ has: page.getByRole('rowheader', { name: path, exact: true }) });
      await expect(row, path).toContainText(reason);
    }

    const json = await readDownload(page, page.getByRole('button', { name: 'Report as JSON' }));
    const { certainty, ...counts } = JSON.parse(json.bytes.toString()) as NodeReport;
    const { certainty: expectedCertainty, ...expectedCounts } = expected;
    // Counts, shares of them, and intervals by the same draws: equal to the last digit.
    expect(counts).toEqual(expectedCounts);
    expect(Math.abs(certainty.calibrationError - expectedCertainty.calibrationError)).toBeLessThanOrEqual(TOLERANCE);
    expect(Object.keys(certainty)).toEqual(Object.keys(expectedCertainty));

    const table = await readDownload(page, page.getByRole('button', { name: 'Every recording as CSV' }));
    const lines = readCsv(table.bytes);
    expect(lines.slice(0, paths.length).map(({ path }) => path)).toEqual(paths);
    expect(lines).toHaveLength(paths.length + Object.keys(UNUSABLE).length);
    for (const [index, answer] of answers.entries()) {
      const line = lines[index] ?? {};
      expect(line['predicted_emotion'], line['path']).toBe(answer.emotion);
      for (const [emotion, probability] of Object.entries(answer.probabilities)) {
        const difference = Math.abs(Number(line[`probability_${emotion}`]) - probability);
        expect(difference, `${line['path'] ?? ''}: ${emotion}`).toBeLessThanOrEqual(TOLERANCE);
      }
    }
    if (backend === 'wasm') await expectClean(page, 'report', (file) => testInfo.outputPath(file));
  });
}

test('the voices of one kind are judged by themselves, and then those of another @sub-path', async ({
  page,
}, testInfo) => {
  const folder = testInfo.outputPath('labelled');
  writeFolder(folder, VOICES);
  await openPage(page, 'wasm');
  await page.goto('./?backend=wasm#/evaluate');
  await page.reload();
  await page.getByLabel('Folder of audio files').setInputFiles(folder);
  await page.locator('[data-role="test"]').getByRole('button', { name: 'Evaluate these 2' }).press('Enter');
  const outcome = page.getByTestId('evaluation');
  await expect(outcome).toContainText('of 2 recordings', { timeout: 90_000 });
  await expect(outcome.locator('[data-role="training"]')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Evaluate here' })).toBeFocused();
  await page.locator('.evaluation-roles [data-role="validation"]').getByRole('button').press('Enter');
  await expect(outcome.locator('[data-role="validation"]')).toContainText('flatter a little', { timeout: 90_000 });
  await page.getByRole('button', { name: 'Another folder' }).click();
  await expect(page.getByText('How files may be named')).toBeVisible();
});

test('cancelling keeps the report of what was judged; leaving the screen does not cancel', async ({ page }) => {
  await openPage(page, 'wasm');
  await openEvaluation(page);
  // More than are judged while the screen is left and found again.
  const total = 600;
  await dropMany(page, total);
  await page.getByRole('button', { name: `Evaluate these ${total}` }).click();
  const progress = page.locator('[data-phase="judging"]');
  await expect(progress).toContainText(/[1-9]\d* of \d+ recordings/, { timeout: 60_000 });
  await page.getByRole('link', { name: 'Listen' }).click();
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeVisible();
  await page.goBack();
  await progress.getByRole('button', { name: 'Cancel' }).click();
  const outcome = page.getByTestId('evaluation');
  await expect(outcome).toContainText('It was ended early');
  const [, judged = ''] = /of (\d+) recordings?\./.exec(await outcome.getByRole('heading').innerText()) ?? [];
  const [, unheard = ''] = /(\d+) of \d+ recordings were not heard/.exec(await outcome.innerText()) ?? [];
  expect(Number(judged)).toBeGreaterThan(0);
  const table = await readDownload(page, page.getByRole('button', { name: 'Every recording as CSV' }));
  expect(readCsv(table.bytes)).toHaveLength(Number(judged));
  expect(Number(judged) + Number(unheard)).toBe(total);
  expect(Number(unheard)).toBeGreaterThan(0);
});

test('a folder without labels is told so', async ({ page }) => {
  await openPage(page, 'wasm');
  await openEvaluation(page);
  await page
    .getByLabel('Audio files', { exact: true })
    .setInputFiles({ name: 'speech.wav', mimeType: 'audio/wav', buffer: encodeVoice(AS_SPOKEN) });
  await expect(page.getByRole('heading', { name: 'No name here says which emotion it is' })).toBeVisible();
  await expect(page.getByTestId('skipped-files')).toContainText('1 file left out');
});
