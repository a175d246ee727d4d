import { readFileSync } from 'node:fs';
import { describeLaunch } from '../scripts/browser';
import { expect, test } from './support/journey';
import { findLive, readClock, startRecording } from './support/live';
import { SPEECH_PATH } from './support/recordings';
import { findFailure, openPage, readResult } from './support/visitor';

test.use({ launchOptions: describeLaunch({ microphoneFile: SPEECH_PATH }) });

for (const backend of ['webgl', 'wasm'] as const) {
  test(`what is recorded gets a result on ${backend}`, async ({ page }) => {
    await openPage(page, backend);
    await page.getByRole('button', { name: 'Record', exact: true }).click();
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
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop and analyse' })).toBeVisible();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeEnabled();
  await expect(findFailure(page)).toHaveCount(0);
});

test('a pause stops the clock, by keyboard', async ({ page }) => {
  await openPage(page, 'wasm');
  await page.getByRole('button', { name: 'Record', exact: true }).press('Enter');
  await expect.poll(() => readClock(page)).toBeGreaterThanOrEqual(1);
  await page.getByRole('button', { name: 'Pause' }).press('Space');
  await expect(page.getByRole('heading', { name: 'Paused' })).toBeVisible();
  // What was under way arrives yet.
  await page.waitForTimeout(500);
  const pausedAt = await readClock(page);
  await page.waitForTimeout(2000);
  expect(await readClock(page)).toBe(pausedAt);
  await page.getByRole('button', { name: 'Resume' }).press('Enter');
  await expect.poll(() => readClock(page)).toBeGreaterThan(pausedAt);
  await page.getByRole('button', { name: 'Stop and analyse' }).press('Enter');
  await readResult(page, 'recording.wav');
});

test('an open microphone is in view on every screen', async ({ page }) => {
  await openPage(page, 'wasm');
  const notice = page.getByTestId('recording-notice');
  await startRecording(page);
  await expect(notice).toHaveCount(0);
  await page.getByRole('link', { name: 'Many files' }).click();
  await expect(notice).toContainText('The microphone is still on.');
  await notice.getByRole('link', { name: 'Back to the recording' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('link', { name: 'History' }).click();
  await expect(page.getByRole('heading', { name: 'History' })).toBeVisible();
  await expect(notice).toHaveCount(0);
});

test('a recording can be saved as it was analysed', async ({ page }) => {
  await openPage(page, 'wasm');
  await startRecording(page);
  await expect.poll(() => readClock(page)).toBeGreaterThanOrEqual(2);
  await page.getByRole('button', { name: 'Stop and analyse' }).click();
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Save the recording/ }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^undertone-\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d\.wav$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  // 16 bits of one channel or more, at 8 kHz or more, for two seconds.
  expect(bytes.length).toBeGreaterThan(32_000);
});

test('a microphone that is unplugged leaves what it recorded', async ({ page }) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      const stream = await open(constraints);
      window.addEventListener('unplug', () => {
        for (const track of stream.getTracks()) {
          track.stop();
          track.dispatchEvent(new Event('ended'));
        }
      });
      return stream;
    };
  });
  await openPage(page, 'wasm');
  await startRecording(page);
  await expect.poll(() => readClock(page)).toBeGreaterThanOrEqual(3);
  await page.evaluate(() => window.dispatchEvent(new Event('unplug')));
  const trouble = page.locator('[data-interruption="unplugged"]');
  await expect(trouble.getByRole('heading')).toContainText('unplugged');
  await expect(trouble.getByRole('link', { name: /^Save/ })).toBeVisible();
  await expect(findLive(page)).toHaveCount(0);
  await trouble.getByRole('button', { name: 'Analyse it' }).click();
  await readResult(page, 'recording.wav');
});

test('the chosen microphone and its switches are used, kept, and replaced when it is gone', async ({ page }) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const open = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) => {
      document.documentElement.dataset['asked'] = JSON.stringify(constraints?.audio);
      return open(constraints);
    };
  });
  const readAsked = async () =>
    JSON.parse((await page.locator('html').getAttribute('data-asked')) ?? 'null') as Record<string, unknown>;
  await openPage(page, 'wasm');
  await startRecording(page);
  expect(await readAsked()).toEqual({ echoCancellation: false, noiseSuppression: false, autoGainControl: false });
  await page.getByRole('button', { name: 'Cancel' }).click();

  // Names come with the permission.
  const settings = page.locator('summary', { hasText: 'Microphone settings' });
  await settings.click();
  const picker = page.getByRole('combobox', { name: 'Microphone' });
  await expect.poll(() => picker.locator('option').count()).toBeGreaterThan(1);
  const name = (await picker.locator('option').last().innerText()).trim();
  await picker.selectOption({ label: name });
  await page.getByRole('switch', { name: 'Noise suppression' }).check();
  await page.reload();
  await startRecording(page);
  expect(await readAsked()).toMatchObject({ noiseSuppression: true, autoGainControl: false, deviceId: {} });
  await page.getByRole('button', { name: 'Cancel' }).click();

  await page.evaluate((label) => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    navigator.mediaDevices.enumerateDevices = async () => (await list()).filter((device) => device.label !== label);
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) =>
      typeof constraints?.audio === 'object' && constraints.audio.deviceId !== undefined
        ? Promise.reject(new DOMException('gone', 'OverconstrainedError'))
        : open(constraints);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }, name);
  await settings.click();
  await expect(page.getByText(`“${name}” is not plugged in. The default is used until it is back.`)).toBeVisible();
  await startRecording(page);
  await expect(page.getByText(`“${name}” is not plugged in: the default microphone is used instead.`)).toBeVisible();
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
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await expect(findFailure(page)).toHaveAttribute('data-error-code', code);
    await expect(findFailure(page).getByRole('heading')).toContainText(/microphone/i);
    await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeEnabled();
  });
}
