import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { findSample, hasSharedFolder, locateSample } from './support/recordings';
import { findResult, openPage } from './support/visitor';

test('ten minutes of speech: which emotion when, and every moment a click away', async ({ page }, testInfo) => {
  test.skip(!hasSharedFolder, 'The recording of ten minutes in ../shared is not here.');
  test.setTimeout(180_000);
  await openPage(page, 'wasm');
  await page.getByLabel('Audio file').setInputFiles(locateSample('valid', findSample('valid', 'long-10min.opus')));
  const result = findResult(page, 'long-10min.opus');
  await expect(result).toBeVisible({ timeout: 150_000 });
  const segments = result.getByTestId('segments');
  await expect(segments.getByRole('img', { name: /^Timeline of emotions: .*%/ })).toBeVisible();

  const player = result.locator('audio');
  const readPlayer = (): Promise<{ timeSec: number; paused: boolean }> =>
    player.evaluate((element: HTMLAudioElement) => ({ timeSec: element.currentTime, paused: element.paused }));
  for (const picture of await result.locator('.plot-picture').all()) {
    const box = await picture.boundingBox();
    await picture.click({ position: { x: 0.5 * (box?.width ?? 0), y: 10 } });
    await expect.poll(async () => (await readPlayer()).timeSec).toBeGreaterThan(295);
    const { timeSec, paused } = await readPlayer();
    expect(timeSec).toBeLessThan(310);
    expect(paused).toBe(false);
    await player.evaluate((element: HTMLAudioElement) => {
      element.pause();
      element.currentTime = 0;
    });
  }

  await segments.getByText('Show the segments as a table').click();
  const rows = segments.getByRole('row');
  expect(await rows.count()).toBeGreaterThan(50);
  // By keyboard, as by mouse.
  const third = rows.nth(3).getByRole('button', { name: /^Play from/ });
  const [minutes = NaN, seconds = NaN] = ((await third.textContent()) ?? '').split(':').map(Number);
  await third.press('Enter');
  await expect.poll(async () => (await readPlayer()).timeSec).toBeGreaterThan(60 * minutes + seconds);
  await expectClean(page, 'segments', (file) => testInfo.outputPath(file));
});
