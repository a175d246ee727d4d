import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** What axe calls serious or critical on the page as it is now. */
export async function findBarriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/**
 * Expects a screen without serious barriers and without sideways scrolling, on a wide screen and a phone, in both themes.
 * @param name of the pictures taken of it
 */
export async function expectClean(page: Page, name: string, outputPath: (file: string) => string): Promise<void> {
  for (const [device, viewport] of [
    ['wide', { width: 1440, height: 900 }],
    ['phone', { width: 360, height: 740 }],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: outputPath(`${name}-${device}-${colorScheme}.png`), fullPage: true });
      expect(await findBarriers(page), `${name} ${device} ${colorScheme}`).toEqual([]);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${name} ${device}`).toBeLessThanOrEqual(viewport.width);
    }
  }
}
