import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { findSample, hasSharedFolder, locateSample } from './support/recordings';
import { findResult, openPage } from './support/visitor';

/** Runs in the page: columns of a picture that differ from their left neighbour. */
function countColumns(canvas: HTMLElement | SVGElement): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0;
  const { width, height } = canvas;
  const image = canvas.getContext('2d')?.getImageData(0, 0, width, height);
  if (image === undefined) return 0;
  const pixels = new Uint32Array(image.data.buffer);
  let count = 0;
  for (let column = 1; column < width; column++) {
    for (let row = 0; row < height; row++) {
      if (pixels[row * width + column] === pixels[row * width + column - 1]) continue;
      count++;
      break;
    }
  }
  return count;
}

test('ten minutes of speech: which emotion when, and every moment a click away', async ({ page }, testInfo) => {
  test.skip(!hasSharedFolder, 'The recording of ten minutes in ../shared is not here.');
  test.setTimeout(240_000);
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

  // Close up, the pictures are drawn anew: six seconds are 360 frames, of which the whole one's show 45.
  const logMel = result.getByRole('img', { name: /^Log-mel spectrogram/ });
  await logMel.scrollIntoViewIfNeeded();
  const box = await logMel.boundingBox();
  await page.mouse.move((box?.x ?? 0) + 0.3 * (box?.width ?? 0), (box?.y ?? 0) + 20);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -1800);
  await page.keyboard.up('Control');
  await expect(result.locator('.time-shown')).toContainText(/2:5\d\.\d to 3:0\d\.\d/);
  await expect.poll(() => logMel.evaluate(countColumns)).toBeGreaterThan(150);
  await page.screenshot({ path: testInfo.outputPath('closer.png') });

  await segments.getByText('Show the segments as a table').click();
  const rows = segments.getByRole('row');
  await expect.poll(() => rows.count()).toBeGreaterThan(50);
  // By keyboard, as by mouse.
  const third = rows.nth(3).getByRole('button', { name: /^Play from/ });
  const [minutes = NaN, seconds = NaN] = ((await third.textContent()) ?? '').split(':').map(Number);
  await third.press('Enter');
  await expect.poll(async () => (await readPlayer()).timeSec).toBeGreaterThan(60 * minutes + seconds);
  const selection = result.getByTestId('selection');
  await rows
    .nth(4)
    .getByRole('button', { name: /^Analyse .* by itself/ })
    .press('Enter');
  await expect(selection.locator('[data-status]')).toHaveAttribute('data-status', 'done');
  await expectClean(page, 'segments', (file) => testInfo.outputPath(file));
});
