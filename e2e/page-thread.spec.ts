/**
 * The page stays responsive: its thread does nothing longer than 50 ms from opening to the result of ten minutes.
 * It judges by the clock, which means something on a machine that does nothing else: `TIMED_JOURNEYS=1 npm run test:e2e`.
 */
import { expect, test } from './support/journey';
import { traceLongTasks } from './support/long-tasks';
import { findSample, hasSharedFolder, locateSample } from './support/recordings';
import { findResult, openPage } from './support/visitor';

const LIMIT_MS = 50;
/**
 * The browser's own: at the end of `decodeAudioData` it copies the whole recording, 115 MB here, on the thread that asked.
 * `OfflineAudioContext` exists on no other.
 */
const DECODED_SOUND_ARRIVES = 'DecodeOnBackgroundThread';

// Playwright's trace would take pictures of the page on the page's thread.
test.use({ trace: 'off' });

for (const backend of ['wasm', 'webgl'] as const) {
  test(`ten minutes of speech never hold up the page on ${backend}`, async ({ browser, page }) => {
    test.skip(process.env['TIMED_JOURNEYS'] !== '1', 'Timed journeys need a quiet machine: set TIMED_JOURNEYS=1.');
    test.skip(!hasSharedFolder, 'The recording of ten minutes in ../shared is not here.');
    // Software rendering reads some 250 windows one by one.
    test.setTimeout(900_000);
    const stopTracing = await traceLongTasks(browser, page);
    await openPage(page, backend);
    // By its path: bytes handed over by Playwright would be unpacked on the page's thread.
    const path = locateSample('valid', findSample('valid', 'long-10min.opus'));
    await page.getByLabel('Audio file').setInputFiles(path);
    const result = findResult(page, 'long-10min.opus');
    await expect(result).toBeVisible({ timeout: 850_000 });
    await expect(result.getByTestId('run-details')).toHaveAttribute('data-backend', backend);
    // The chart and the pictures are drawn over the next frames.
    await page.waitForTimeout(2000);
    const tasks = await stopTracing();
    const tooLong = tasks.filter(({ workMs, postedBy }) => workMs > LIMIT_MS && postedBy !== DECODED_SOUND_ARRIVES);
    expect(tooLong).toEqual([]);
  });
}
