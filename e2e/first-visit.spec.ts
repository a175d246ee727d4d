import { findBarriers } from './support/barriers';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, findFailure, openPage, readResult } from './support/visitor';

/** Scripts and styles that the first view needs, unpacked; tfjs alone would be four times as much. */
const FIRST_VIEW_LIMIT_BYTES = 350_000;

test('the first view loads little @sub-path', async ({ page, request }) => {
  await page.goto('./');
  const addresses = await page
    .locator('script[src], link[rel="stylesheet"], link[rel="modulepreload"]')
    .evaluateAll((elements) =>
      elements.map((element) =>
        element instanceof HTMLScriptElement ? element.src : (element as HTMLLinkElement).href,
      ),
    );
  expect(addresses.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const address of addresses) bytes += (await (await request.get(address)).body()).length;
  expect(bytes).toBeLessThan(FIRST_VIEW_LIMIT_BYTES);
});

test('the licences of all that is in the page are behind a link @sub-path', async ({ page, request }) => {
  await page.goto('./');
  const link = page.getByRole('link', { name: 'Licences' });
  const response = await request.get(await link.evaluate((element: HTMLAnchorElement) => element.href));
  expect(response.ok()).toBe(true);
  const text = await response.text();
  // Of the page, of the features worker alone, of the network, and the one that asks for its source.
  for (const name of ['react', '@echogarden/speex-resampler-wasm', '@tensorflow/tfjs-core', 'mediabunny']) {
    expect(text).toContain(`\n${name} `);
  }
  expect(text).toContain('Neither the name of the Xiph.org Foundation');
  expect(text).toMatch(/Licence: MPL-2\.0\nSource: https:\/\/github\.com\/Vanilagy\/mediabunny\n/);
});

for (const [device, viewport] of [
  ['phone', { width: 360, height: 740 }],
  ['desktop', { width: 1280, height: 800 }],
] as const) {
  test(`on a ${device} every view is free of serious barriers and of sideways scrolling`, async ({ page }) => {
    await page.setViewportSize(viewport);
    const expectClean = async (): Promise<void> => {
      expect(await findBarriers(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    };
    await openPage(page, 'wasm');
    await expectClean();
    await chooseFile(page, { name: 'empty.wav', bytes: Buffer.alloc(0) });
    await expect(findFailure(page)).toBeVisible();
    await expectClean();
    await chooseFile(page, readVisitorFile(SPEECH_PATH));
    await readResult(page, 'speech.wav');
    // What is heard is worded as what is seen.
    const heading = await page.getByTestId('verdict').getByRole('heading').innerText();
    await expect(page.getByRole('status').first()).toContainText(heading.replace(/\s+/g, ' '));
    await expectClean();
  });
}
