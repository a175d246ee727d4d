/** Nobody speaks: a fake microphone that plays the noise of a room. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeLaunch } from '../scripts/browser';
import { expect, test } from './support/journey';
import { findLive, startRecording } from './support/live';
import { openPage } from './support/visitor';
import { encodeWav } from './support/wav';

const ROOM_PATH = join(tmpdir(), `undertone-room-${process.pid}.wav`);
/** Far above what counts as silence in itself: the noise floor decides. */
const NOISE_DBFS = -40;
const amplitude = Math.sqrt(3) * 10 ** (NOISE_DBFS / 20);
const noise = Float32Array.from({ length: 10 * 48_000 }, () => amplitude * (2 * Math.random() - 1));
writeFileSync(ROOM_PATH, encodeWav({ channels: [noise], sampleRateHz: 48_000 }, 'int16'));

test.use({ launchOptions: describeLaunch({ microphoneFile: ROOM_PATH }) });

test('a noisy room is shown as silence, not as an emotion', async ({ page }) => {
  await page.addInitScript(() => {
    const verdicts = new Set<string>();
    new MutationObserver(() => {
      const verdict = document.querySelector<HTMLElement>('[data-live="listening"]')?.dataset['verdict'];
      if (verdict !== undefined) verdicts.add(verdict);
      document.documentElement.dataset['verdicts'] = [...verdicts].join();
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-verdict', 'data-end-sec'] });
  });
  await openPage(page, 'wasm');
  await startRecording(page);
  const live = findLive(page);
  // Longer than the file, which begins again.
  await expect
    .poll(async () => Number(await live.getAttribute('data-end-sec')), { timeout: 90_000 })
    .toBeGreaterThan(12);
  await expect(page.locator('html')).toHaveAttribute('data-verdicts', 'silence');
  await expect(page.getByTestId('live-verdict')).toContainText('Silence');
  expect(new Set(await live.locator('.live-bar-share').allInnerTexts())).toEqual(new Set(['–']));
});
