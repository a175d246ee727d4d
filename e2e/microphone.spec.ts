import { describeLaunch } from '../scripts/browser';
import { expect, test } from './support/journey';
import { SPEECH_PATH } from './support/recordings';
import { findFailure, openPage, readResult } from './support/visitor';

test.use({ launchOptions: describeLaunch({ microphoneFile: SPEECH_PATH }) });

for (const backend of ['webgl', 'wasm'] as const) {
  test(`what is recorded gets a result on ${backend}`, async ({ page }) => {
    await openPage(page, backend);
    await page.getByRole('button', { name: 'Record' }).click();
    const stop = page.getByRole('button', { name: 'Stop and analyse' });
    await expect(stop).toBeVisible();
    // The fake microphone plays its 3.4 s over and over: any three seconds hold speech.
    await page.waitForTimeout(3000);
    await stop.click();
    const shown = await readResult(page, 'recording.wav');
    expect(shown.backend).toBe(backend);
    expect(shown.emotion).not.toBe('');
    const player = page.locator('audio');
    await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.duration)).toBeGreaterThan(2);
  });
}

test('a cancelled recording leaves nothing behind', async ({ page }) => {
  await openPage(page, 'wasm');
  await page.getByRole('button', { name: 'Record' }).click();
  await expect(page.getByRole('button', { name: 'Stop and analyse' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Record' })).toBeEnabled();
  await expect(findFailure(page)).toHaveCount(0);
});

for (const [name, code] of [
  ['NotAllowedError', 'microphone-denied'],
  ['NotFoundError', 'microphone-missing'],
  ['NotReadableError', 'microphone-busy'],
] as const) {
  test(`${code} has its own words and the page stays usable`, async ({ page }) => {
    await page.addInitScript((errorName) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused by the test', errorName));
    }, name);
    await openPage(page, 'wasm');
    await page.getByRole('button', { name: 'Record' }).click();
    await expect(findFailure(page)).toHaveAttribute('data-error-code', code);
    await expect(findFailure(page).getByRole('heading')).toContainText(/microphone/i);
    await expect(page.getByRole('button', { name: 'Record' })).toBeEnabled();
  });
}
