import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);

test('results are kept without their sound until they are deleted @sub-path', async ({ page }, testInfo) => {
  await openPage(page, 'wasm');
  for (const name of ['first.wav', 'second.wav']) {
    await chooseFile(page, { ...SPEECH, name });
    await readResult(page, name);
  }
  const shown = await readResult(page, 'second.wav');

  // Another visit.
  await page.goto('./?backend=wasm#/history');
  await page.reload();
  await expect(page.getByRole('rowheader')).toHaveText(['second.wav', 'first.wav']);
  await expect(page.getByRole('row').nth(1)).toContainText('not kept');
  await expectClean(page, 'history', (file) => testInfo.outputPath(file));
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('link', { name: 'second.wav' }).click();
  expect(await readResult(page, 'second.wav')).toEqual(shown);
  await expect(page.getByText('The recording itself was not kept.')).toBeVisible();
  await expect(page.locator('audio')).toHaveCount(0);
  // Pictures survive.
  await expect(page.locator('.result-pictures canvas').first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Before and after' }).locator('canvas')).toHaveCount(4);
  await page.getByRole('button', { name: 'Zoom in' }).click();
  // Without its samples a part of it cannot be judged.
  await expect(page.getByTestId('selection')).toHaveCount(0);
  await expectClean(page, 'kept-result', (file) => testInfo.outputPath(file));
  await page.getByRole('link', { name: 'Back to the history' }).click();

  await page.getByRole('button', { name: 'Delete second.wav' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['first.wav']);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('rowheader')).toHaveText(['second.wav', 'first.wav']);

  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('button', { name: 'Keep them' }).click();
  await expect(page.getByRole('rowheader')).toHaveCount(2);
  await page.getByRole('button', { name: 'Delete all' }).click();
  await page.getByRole('group', { name: 'Delete all results?' }).getByRole('button', { name: 'Delete all' }).click();
  await expect(page.getByRole('table')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('There is none.')).toBeVisible();
});

test('recordings are kept where the visitor asks for it', async ({ page }) => {
  await openPage(page, 'wasm');
  await page.getByRole('link', { name: 'History' }).click();
  const keepsAudio = page.getByRole('switch', { name: 'Keep the recordings, too' });
  await expect(keepsAudio).not.toBeChecked();
  await keepsAudio.check();
  await page.getByRole('link', { name: 'Listen' }).click();
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');
  await page.goto('./?backend=wasm#/history');
  await page.reload();
  await expect(page.getByRole('switch', { name: 'Keep the recordings, too' })).toBeChecked();
  await expect(page.getByText(`Recordings kept: ${Math.round(SPEECH.bytes.length / 1000)} kB.`)).toBeVisible();
  await page.getByRole('link', { name: 'speech.wav' }).click();
  const player = page.getByLabel('Your recording').and(page.locator('audio'));
  // The file is 3.44 s long; browsers round to their clock.
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBeCloseTo(3.44, 1);
});

test('a browser that keeps nothing says so, and hears as before', async ({ page }) => {
  // As in a private window of some browsers, or with storage switched off.
  await page.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
  });
  await openPage(page, 'wasm');
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');
  await page.getByRole('link', { name: 'History' }).click();
  const problem = page.locator('[role="alert"][data-problem]');
  await expect(problem).toHaveAttribute('data-problem', 'blocked');
  await expect(problem).toContainText('private window');
});
