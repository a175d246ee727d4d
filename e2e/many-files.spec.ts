import { mkdirSync, writeFileSync } from 'node:fs';
import type { Page, TestInfo } from '@playwright/test';
import { expectClean } from './support/barriers';
import { readCsv, readDownload } from './support/downloads';
import { expect, test } from './support/journey';
import { createFloatWav, readVisitorFile, SPEECH_PATH, type VisitorFile } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);
const SILENCE = createFloatWav('silence.wav', new Float32Array(32_000));

/** Drops files on the page, all at once. */
async function dropFiles(page: Page, files: readonly VisitorFile[]): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    (described) => {
      const transfer = new DataTransfer();
      for (const [name, base64] of described) {
        transfer.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
      }
      return transfer;
    },
    files.map(({ name, bytes }) => [name, bytes.toString('base64')] as const),
  );
  const target = page.getByRole('main');
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
  await dataTransfer.dispose();
}

function findRow(page: Page, name: string) {
  return page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });
}

async function expectStatus(page: Page, name: string, status: string): Promise<void> {
  await expect(findRow(page, name), name).toHaveAttribute('data-status', status, { timeout: 90_000 });
}

async function listNames(page: Page): Promise<string[]> {
  return page.getByRole('rowheader').allInnerTexts();
}

test('a drop of many files becomes a list of results, and bad ones stop nothing', async ({ page }, testInfo) => {
  await openPage(page, 'wasm');
  await chooseFile(page, SPEECH);
  const alone = await readResult(page, 'speech.wav');
  const names = Array.from({ length: 12 }, (_, index) => `take ${index + 1}.wav`);
  await dropFiles(page, [
    ...names.map((name) => ({ ...SPEECH, name })),
    { name: '=cmd.wav', bytes: Buffer.from('no sound at all') },
    SILENCE,
  ]);
  await expect(page.getByRole('heading', { name: 'Many files' })).toBeVisible();
  const counts = page.getByTestId('batch-counts');
  await expect(counts).toHaveText('12 of 14 done, 2 failed', { timeout: 90_000 });
  await expect(page.getByRole('status').filter({ hasText: 'Finished: 12 of 14 done' })).toHaveCount(1);
  await expect(findRow(page, 'silence.wav')).toContainText('No speech was heard');
  await expect(findRow(page, '=cmd.wav')).toContainText('could not be read');

  // Sorted by name as people count, both ways, by keyboard.
  const heading = page.getByRole('columnheader', { name: 'File' });
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'ascending');
  expect((await listNames(page)).filter((name) => name.startsWith('take'))).toEqual(names);
  await heading.getByRole('button').press('Enter');
  await expect(heading).toHaveAttribute('aria-sort', 'descending');
  expect((await listNames(page)).filter((name) => name.startsWith('take'))).toEqual([...names].reverse());

  const table = await readDownload(page, page.getByRole('button', { name: 'Save as CSV', exact: true }));
  expect(table.fileName).toBe('undertone.csv');
  const lines = readCsv(table.bytes);
  expect(lines).toHaveLength(14);
  const take = lines.find(({ file }) => file === 'take 7.wav');
  expect(take).toMatchObject({ emotion: alone.emotion, backend: 'wasm', error: '' });
  expect(take?.['model_version']).toMatch(/\S/);
  for (const [emotion, probability] of Object.entries(alone.probabilities)) {
    expect(Number(take?.[`probability_${emotion}`]), emotion).toBeCloseTo(probability, 5);
  }
  // What a spreadsheet would run is disarmed.
  expect(lines.map(({ file }) => file)).toContain("'=cmd.wav");
  const segments = await readDownload(page, page.getByRole('button', { name: 'Save as CSV of segments' }));
  const ofTake = readCsv(segments.bytes).filter(({ file }) => file === 'take 7.wav');
  expect(ofTake.length).toBeGreaterThan(0);
  for (const { start_seconds: start, end_seconds: end } of ofTake) expect(Number(end)).toBeGreaterThan(Number(start));
  const json = await readDownload(page, page.getByRole('button', { name: 'Save as JSON' }));
  expect(JSON.parse(json.bytes.toString())).toMatchObject({ format: 'undertone-results' });

  await expectClean(page, 'files', (file) => testInfo.outputPath(file));

  // A row opens its result; Back leads back to the list.
  await page.getByRole('link', { name: 'take 3.wav' }).click();
  await expect(page.getByRole('heading', { name: 'take 3.wav' })).toBeFocused();
  expect(await readResult(page, 'take 3.wav')).toMatchObject({ emotion: alone.emotion });
  await expectClean(page, 'file-result', (file) => testInfo.outputPath(file));
  await page.goBack();
  await expect(counts).toBeVisible();
  // The result of the start screen is still there.
  await page.getByRole('link', { name: 'Listen' }).click();
  await readResult(page, 'speech.wav');
});

test('files can be cancelled and tried again, one and all', async ({ page }) => {
  await openPage(page, 'wasm');
  await page.getByRole('link', { name: 'Many files' }).click();
  // The first ones may be done before the others are cancelled; the last one waits its turn.
  const names = ['a.wav', 'b.wav', 'c.wav', 'd.wav'];
  await page
    .getByLabel('Audio files', { exact: true })
    .setInputFiles(names.map((name) => ({ name, mimeType: 'audio/wav', buffer: SPEECH.bytes })));
  await page.getByRole('button', { name: 'Cancel d.wav' }).click();
  await expectStatus(page, 'd.wav', 'cancelled');
  await page.getByRole('button', { name: 'Cancel all' }).click();
  await expect(page.getByTestId('batch-counts')).toContainText('cancelled');
  await expect(page.getByRole('heading', { name: 'Many files' })).toBeFocused();
  await expect(page.getByRole('button', { name: 'Cancel', exact: false })).toHaveCount(0);
  await page.getByRole('button', { name: 'Try d.wav again' }).click();
  await expectStatus(page, 'd.wav', 'done');
  await page.getByRole('button', { name: 'Try failed ones again' }).click();
  for (const name of names) await expectStatus(page, name, 'done');
  await page.getByRole('button', { name: 'Empty the list' }).click();
  await expect(page.getByRole('table')).toHaveCount(0);
});

/** A folder on the disk with sound, with something else, and with a folder in it. */
function makeFolder(testInfo: TestInfo): string {
  const folder = testInfo.outputPath('voices');
  mkdirSync(`${folder}/more`, { recursive: true });
  writeFileSync(`${folder}/first.wav`, SPEECH.bytes);
  writeFileSync(`${folder}/more/second.wav`, SPEECH.bytes);
  writeFileSync(`${folder}/notes.txt`, 'no sound');
  return folder;
}

test('a folder is opened all the way down @sub-path', async ({ page }, testInfo) => {
  await openPage(page, 'wasm');
  await page.getByRole('link', { name: 'Many files' }).click();
  await page.getByLabel('Folder of audio files').setInputFiles(makeFolder(testInfo));
  await expectStatus(page, 'voices/first.wav', 'done');
  await expectStatus(page, 'voices/more/second.wav', 'done');
  await expect(page.getByText('One file was left out')).toBeVisible();
  await expect(page.getByRole('row')).toHaveCount(3);
});

test('a list is worked through on WebGL, while the start screen hears another recording', async ({ page }) => {
  await openPage(page, 'webgl');
  await dropFiles(page, [
    { ...SPEECH, name: 'one.wav' },
    { ...SPEECH, name: 'two.wav' },
  ]);
  await page.getByRole('link', { name: 'Listen' }).click();
  // The address changes first, the screen a moment later, and both have a place for files.
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeVisible();
  await chooseFile(page, SPEECH);
  expect((await readResult(page, 'speech.wav')).backend).toBe('webgl');
  await page.getByRole('link', { name: 'Many files' }).click();
  await expect(page.getByTestId('batch-counts')).toHaveText('2 of 2 done', { timeout: 90_000 });
  await page.getByRole('link', { name: 'two.wav' }).click();
  expect((await readResult(page, 'two.wav')).backend).toBe('webgl');
});
