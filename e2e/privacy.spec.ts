/**
 * Nothing of a recording leaves the page. Every journey fails on a request that is not a bare GET of the site's own
 * files (support/journey.ts); here the page and its workers try to send, and the content security policy stops them.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

/** A stranger's server that takes everything and counts it. */
async function startStranger() {
  const received: string[] = [];
  const server = createServer((request, response) => {
    received.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { received, address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** Tries to send; `no-cors` rules out that only the answer was withheld. Runs in the page or in one of its workers. */
async function trySending(address: string): Promise<string> {
  try {
    await fetch(address, { method: 'POST', mode: 'no-cors', body: 'samples' });
    return 'sent';
  } catch {
    return 'refused';
  }
}

test('the page and its workers cannot send anything anywhere @sub-path', async ({ page, complaints }) => {
  await openPage(page, 'wasm');
  await chooseFile(page, readVisitorFile(SPEECH_PATH));
  await readResult(page, 'speech.wav');
  expect(complaints).toEqual([]);

  const stranger = await startStranger();
  expect(await page.evaluate(trySending, stranger.address)).toBe('refused');
  // One worker for the features, one for the network.
  expect(page.workers()).toHaveLength(2);
  for (const worker of page.workers()) expect(await worker.evaluate(trySending, stranger.address)).toBe('refused');
  stranger.close();
  expect(stranger.received).toEqual([]);
  // What was just provoked is no complaint about the journey.
  complaints.length = 0;
});
