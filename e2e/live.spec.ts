/** A voice followed live, through a fake microphone that plays a recording over and over. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { describeLaunch } from '../scripts/browser';
import { expect, test } from './support/journey';
import { findSample, hasSharedFolder, locateSample, readVisitorFile, SPEECH_PATH } from './support/recordings';
import { findLive, startRecording } from './support/live';
import { chooseFile, openPage, readResult } from './support/visitor';

/** A real recording where there is one. */
const VOICE_PATH = hasSharedFolder
  ? locateSample('valid', findSample('valid', 'wav-original-fllr-48000-mono.wav'))
  : SPEECH_PATH;

test.use({ launchOptions: describeLaunch({ microphoneFile: VOICE_PATH }) });

/** What the live panel showed, one entry for each window, with the time at which its sound came and it was painted. */
interface ShownWindow {
  readonly endSec: number;
  readonly verdict: string;
  readonly dropped: number;
  /** On the clock of `performance.now()`. */
  readonly paintedAtMs: number;
}

interface LiveLog {
  readonly windows: readonly ShownWindow[];
  /** When the first sample was recorded, on the same clock: the earliest that any piece allows. */
  readonly soundBeganAtMs: number;
}

declare global {
  interface Window {
    liveLog: { windows: ShownWindow[]; soundBeganAtMs: number };
  }
}

/** Watches the page from outside: what comes from the audio thread, and what the live panel shows when. */
async function watchLive(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const log = { windows: [] as ShownWindow[], soundBeganAtMs: Infinity };
    window.liveLog = log;
    window.AudioWorkletNode = class extends AudioWorkletNode {
      constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
        super(context, name, options);
        let frames = 0;
        this.port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (!Array.isArray(data)) return;
          frames += (data as Float32Array[])[0]?.length ?? 0;
          const beganAtMs = performance.now() - (1000 * frames) / context.sampleRate;
          log.soundBeganAtMs = Math.min(log.soundBeganAtMs, beganAtMs);
        });
      }
    };
    const note = (): void => {
      const panel = document.querySelector<HTMLElement>('[data-live="listening"]');
      const { endSec, verdict, dropped } = panel?.dataset ?? {};
      if (endSec === undefined || log.windows.at(-1)?.endSec === Number(endSec)) return;
      const entry = { endSec: Number(endSec), verdict: verdict ?? '', dropped: Number(dropped), paintedAtMs: NaN };
      log.windows.push(entry);
      // After the next frame, the change is on the screen.
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          entry.paintedAtMs = performance.now();
        };
        port2.postMessage(null);
      });
    };
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true });
  });
}

function readLog(page: Page): Promise<LiveLog> {
  return page.evaluate(() => window.liveLog);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
}

for (const backend of ['wasm', 'webgl'] as const) {
  test(`a voice is followed on ${backend}, then heard as a whole`, async ({ page }) => {
    test.setTimeout(240_000);
    await watchLive(page);
    await openPage(page, backend);
    // Software-rendered WebGL compiles shaders for minutes on a busy machine; all that would be recorded meanwhile.
    await chooseFile(page, readVisitorFile(SPEECH_PATH));
    await readResult(page, 'speech.wav');
    await startRecording(page);
    const live = findLive(page);
    await expect(live).toHaveAttribute('data-backend', backend);
    await expect.poll(async () => (await readLog(page)).windows.length, { timeout: 60_000 }).toBeGreaterThan(4);

    // The recording has pauses, in which the bars are empty: read at a moment when there is a voice.
    const readSum = async (): Promise<number> => {
      const shares = await live.locator('.live-bar-share').allInnerTexts();
      expect(shares).toHaveLength(8);
      return shares.reduce((total, text) => total + (text.startsWith('<') ? 0 : parseInt(text.replace('>', ''))), 0);
    };
    // Whole per cents, eight of them.
    await expect.poll(async () => Math.abs((await readSum()) - 100)).toBeLessThanOrEqual(4);
    await expect(live.getByRole('img', { name: /^Timeline: .* of the time\.$/ })).toBeVisible();
    await expect(live.getByText(/left out/)).toBeVisible();

    const { windows } = await readLog(page);
    expect(windows.every(({ endSec }, index) => endSec > (windows[index - 1]?.endSec ?? 0))).toBe(true);
    await page.getByRole('button', { name: 'Stop and analyse' }).click();
    expect((await readResult(page, 'recording.wav')).backend).toBe(backend);
    await expect(live).toHaveCount(0);
  });
}

test('the bars follow the sound at once', async ({ page }, testInfo) => {
  await watchLive(page);
  await openPage(page, 'wasm');
  await startRecording(page);
  await expect.poll(async () => (await readLog(page)).windows.length, { timeout: 90_000 }).toBeGreaterThan(40);
  const { windows, soundBeganAtMs } = await readLog(page);
  const painted = windows.filter(({ paintedAtMs }) => !Number.isNaN(paintedAtMs));
  const newest = painted.map(({ endSec, paintedAtMs }) => paintedAtMs - soundBeganAtMs - 1000 * endSec);
  // The oldest sound that a window is the first to show: it waited for the half second to be full.
  const oldest = painted
    .slice(1)
    .map(({ paintedAtMs }, index) => paintedAtMs - soundBeganAtMs - 1000 * (painted[index]?.endSec ?? NaN));
  for (const [what, values] of [
    ['last sound of a window', newest],
    ['first sound new to a window', oldest],
  ] as const) {
    const line = `${what} → bar: median ${quantile(values, 0.5).toFixed(0)} ms, 95th percentile ${quantile(values, 0.95).toFixed(0)} ms`;
    testInfo.annotations.push({ type: 'latency', description: line });
    console.log(`${line} (${values.length} windows, ${windows.at(-1)?.dropped ?? NaN} dropped)`);
  }
  // A clock fails no test: what is held here is that it measured something that can be.
  expect(Math.min(...newest)).toBeGreaterThan(0);
  expect(painted.length).toBeGreaterThan(40);
});

async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [device, viewport] of [
    ['phone', { width: 360, height: 740 }],
    ['desktop', { width: 1280, height: 800 }],
  ] as const) {
    test(`on a ${colorScheme} ${device} a recording is free of serious barriers and of sideways scrolling`, async ({
      page,
    }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      await openPage(page, 'wasm');
      await page.getByText('Microphone settings').click();
      await startRecording(page);
      await expect(findLive(page)).toHaveAttribute('data-verdict', /./, { timeout: 60_000 });
      await page.waitForTimeout(3000);
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
      const folder = process.env['SCREENSHOT_FOLDER'];
      if (folder !== undefined) {
        await page.screenshot({ path: `${folder}/live-${device}-${colorScheme}.png`, fullPage: true });
      }
    });
  }
}
