/** Which backend runs where nobody asks for one, and on which thread. */
import type { BrowserContext } from '@playwright/test';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

const speech = readVisitorFile(SPEECH_PATH);

/** Puts a line before the network worker's own script: no init script of Playwright's reaches a worker. */
async function changeNetworkWorker(context: BrowserContext, line: string): Promise<void> {
  await context.route(/\/assets\/network\.worker-[^/]+\.js$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${line}\n${await response.text()}` });
  });
}

test('a software renderer goes to wasm at once', async ({ page }) => {
  await openPage(page);
  await chooseFile(page, speech);
  expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'wasm', backendReason: 'software-renderer' });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
});

test('both backends are measured on the first visit, and the faster one is kept for the next', async ({
  context,
  page,
}) => {
  // It still draws in software, and slowly.
  await changeNetworkWorker(
    context,
    `{ const read = WebGL2RenderingContext.prototype.getParameter;
       WebGL2RenderingContext.prototype.getParameter = function (name) {
         return name === 0x9246 ? 'Testing GPU 9000' : read.call(this, name);
       }; }`,
  );
  await openPage(page);
  await chooseFile(page, speech);
  expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'wasm', backendReason: 'measured' });

  await openPage(page);
  await chooseFile(page, speech);
  expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'wasm', backendReason: 'remembered' });

  await openPage(page, 'webgl');
  await chooseFile(page, speech);
  expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'webgl', backendReason: 'forced' });
});

test("without WebGL in workers, the network runs on the page's thread", async ({ context, page }) => {
  await changeNetworkWorker(context, 'OffscreenCanvas.prototype.getContext = () => null;');
  await openPage(page, 'webgl');
  await chooseFile(page, speech);
  expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'webgl', backendReason: 'forced' });
  // The features' worker is the only one left.
  expect(page.workers()).toHaveLength(1);
});
