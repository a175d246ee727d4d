/** What a visitor does with the microphone, and sees while it runs. */
import { expect, type Locator, type Page } from '@playwright/test';

/** Presses Record and waits until the microphone is open. */
export async function startRecording(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Stop and analyse' })).toBeVisible();
}

/** The panel that follows the voice, once the model is ready. */
export function findLive(page: Page): Locator {
  return page.locator('[data-live="listening"]');
}

/** Seconds on the recorder's clock. */
export async function readClock(page: Page): Promise<number> {
  const [minutes = NaN, seconds = NaN] = (await page.getByRole('timer').innerText()).split(':').map(Number);
  return 60 * minutes + seconds;
}
