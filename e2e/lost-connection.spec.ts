/** The connection breaks after the first view: what the page fetches later does not arrive, and the visitor is told so. */
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH, type VisitorFile } from './support/recordings';
import { chooseFile, findFailure, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);
/** No worker knows what it is: the page's own decoder is asked. */
const UNKNOWN: VisitorFile = { name: 'unknown.wav', bytes: Buffer.from('Dear reader, this is no sound.') };

const LATE_PARTS: readonly (readonly [what: string, pattern: RegExp, file: VisitorFile])[] = [
  ['the second decoder', /\/assets\/decode-on-page-[^/]+\.js$/, UNKNOWN],
  ["the features worker's script", /\/assets\/features\.worker-[^/]+\.js$/, SPEECH],
  ["the resampler's script", /\/assets\/speex-resampler-[^/]+\.js$/, SPEECH],
  ["the resampler's WebAssembly", /\/assets\/speex-resampler-[^/]+\.wasm$/, SPEECH],
  ["the network worker's script", /\/assets\/network\.worker-[^/]+\.js$/, SPEECH],
];

for (const [what, pattern, file] of LATE_PARTS) {
  test(`without ${what} the page says that part of it is missing`, async ({ context, page, complaints }) => {
    let refused = 0;
    await context.route(pattern, async (route) => {
      refused += 1;
      await route.abort('internetdisconnected');
    });
    await openPage(page, 'wasm');
    await chooseFile(page, file);
    await expect(findFailure(page)).toHaveAttribute('data-error-code', 'page-incomplete');
    expect(refused).toBeGreaterThan(0);

    await context.unroute(pattern);
    await page.reload();
    await chooseFile(page, SPEECH);
    await readResult(page, 'speech.wav');
    // The browser itself tells the console of every file that did not arrive.
    expect(complaints.filter((complaint) => !complaint.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    complaints.length = 0;
  });
}
