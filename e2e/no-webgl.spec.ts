import { describeLaunch } from '../scripts/browser';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

test.use({ launchOptions: describeLaunch({ webgl: false }) });

for (const backend of [undefined, 'webgl'] as const) {
  test(`without WebGL, wasm takes over (backend asked for: ${backend ?? 'none'})`, async ({ page }) => {
    await openPage(page, backend);
    expect(await page.evaluate(() => document.createElement('canvas').getContext('webgl2'))).toBeNull();
    await chooseFile(page, readVisitorFile(SPEECH_PATH));
    expect(await readResult(page, 'speech.wav')).toMatchObject({ backend: 'wasm', backendReason: 'no-webgl' });
  });
}
