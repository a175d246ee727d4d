import { expect, test } from './support/journey';
import { findSample, hasSharedFolder, locateSample } from './support/recordings';
import { findResult, openPage } from './support/visitor';

test('an hour of speech: progress in every phase, and what was judged stays when it is cancelled', async ({ page }) => {
  test.skip(!hasSharedFolder, 'The recording of an hour in ../shared is not here.');
  // Decoding takes a minute, on a machine that may do other things as well.
  test.setTimeout(600_000);
  await openPage(page, 'wasm');
  await page.getByLabel('Audio file').setInputFiles(locateSample('valid', findSample('valid', 'long-60min.opus')));
  const progress = page.getByRole('progressbar');
  const readShare = async (): Promise<number> => Number(await progress.getAttribute('value'));

  await expect(page.locator('[data-phase="decoding"]')).toBeVisible();
  await expect.poll(readShare, { timeout: 120_000 }).toBeGreaterThan(0.02);
  const early = await readShare();
  await expect.poll(readShare, { timeout: 120_000 }).toBeGreaterThan(early + 0.02);

  await expect(page.locator('[data-phase="inferring"]')).toBeVisible({ timeout: 400_000 });
  await expect.poll(readShare, { timeout: 60_000 }).toBeGreaterThan(0.01);
  const share = await readShare();
  expect(share).toBeLessThan(1);
  await page.getByRole('button', { name: 'Cancel' }).click();
  const result = findResult(page, 'long-60min.opus');
  await expect(result).toBeVisible();
  await expect(result.getByTestId('verdict')).toBeVisible();
  await expect(page.locator('[data-phase]')).toHaveCount(0);

  // The workers are at rest: another recording is heard at once.
  await page
    .getByLabel('Audio file')
    .setInputFiles(locateSample('valid', findSample('valid', 'wav-s16-16000-mono.wav')));
  await expect(findResult(page, 'wav-s16-16000-mono.wav')).toBeVisible();
});
