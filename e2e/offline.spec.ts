/** After the first visit the page works without a connection; a newer version comes whole or not at all, and waits. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { expect, test as base } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { serveSite } from './support/serve-site';
import { chooseFile, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);

/** A host whose files can be replaced, and that can fail. */
class Host {
  readonly folder = mkdtempSync(join(tmpdir(), 'undertone-site-'));
  /** `gone`: no request is answered; `breaks-weights`: the connection breaks in the middle of the weights. */
  state: 'well' | 'gone' | 'breaks-weights' = 'well';
  readonly requests: string[] = [];
  brokenDownloads = 0;

  constructor() {
    cpSync('dist', this.folder, { recursive: true });
  }

  readonly intercept = (request: IncomingMessage, response: ServerResponse): boolean => {
    this.requests.push(request.url ?? '');
    if (this.state === 'gone') {
      response.destroy();
      return true;
    }
    if (this.state === 'breaks-weights' && request.url?.endsWith('weights.bin') === true) {
      const weights = this.read('model/weights.bin');
      response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': weights.length });
      response.write(weights.subarray(0, weights.length / 2), () => response.destroy());
      this.brokenDownloads++;
      return true;
    }
    return false;
  };

  read(path: string): Buffer {
    return readFileSync(join(this.folder, path));
  }

  /** Publishes a newer version: another page, and another card of the model. */
  publish(version: string): void {
    const oldCard = this.read('model/model-card.json');
    const card = JSON.stringify({ ...(JSON.parse(oldCard.toString()) as object), version });
    const page = this.read('index.html')
      .toString()
      .replace(/<title>.*<\/title>/, `<title>Undertone ${version}</title>`);
    const worker = this.read('service-worker.js').toString();
    const revision = /("url":"index.html","revision":")\w+/;
    if (!worker.includes(hash(oldCard)) || !revision.test(worker)) throw new Error('Expected the facts of the build.');
    writeFileSync(join(this.folder, 'model/model-card.json'), card);
    writeFileSync(join(this.folder, 'index.html'), page);
    writeFileSync(
      join(this.folder, 'service-worker.js'),
      worker.replace(hash(oldCard), hash(card)).replace(revision, `$1${hash(page).slice(0, 16)}`),
    );
  }
}

function hash(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

const test = base.extend<object, { host: Host }>({
  host: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads the fixtures that are needed from this pattern.
    async ({}, use) => {
      const host = new Host();
      await use(host);
      rmSync(host.folder, { recursive: true });
    },
    { scope: 'worker' },
  ],
  siteAddress: [
    async ({ siteFolder, host }, use) => {
      const site = await serveSite({ siteFolder, filesFolder: host.folder, intercept: host.intercept });
      await use(site.address);
      await site.close();
    },
    { scope: 'worker' },
  ],
});

test.beforeEach(({ host }) => {
  host.state = 'well';
});

async function expectKept(page: Page): Promise<void> {
  await expect(page.getByText('works without a connection')).toBeVisible({ timeout: 60_000 });
}

/** The caches of models, each with the names of its files. */
async function listModels(page: Page): Promise<string[][]> {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('undertone-model'));
    return Promise.all(
      names.map(async (name) =>
        (await (await caches.open(name)).keys()).map(({ url }) => url.slice(url.lastIndexOf('/') + 1)).sort(),
      ),
    );
  });
}

const WHOLE_MODEL = ['model-card.json', 'model.json', 'weights.bin'];

test('a page visited once hears recordings without a connection @sub-path', async ({ page, context, host }) => {
  await openPage(page, 'wasm');
  await chooseFile(page, SPEECH);
  const online = await readResult(page, 'speech.wav');
  await expectKept(page);
  expect(await listModels(page)).toEqual([WHOLE_MODEL]);

  host.state = 'gone';
  await context.setOffline(true);
  await page.reload();
  await chooseFile(page, SPEECH);
  expect(await readResult(page, 'speech.wav')).toEqual(online);
  await openPage(page, 'webgl');
  await chooseFile(page, SPEECH);
  expect((await readResult(page, 'speech.wav')).emotion).toBe(online.emotion);
});

test('a model whose download breaks is never used; the one before it stays @sub-path', async ({
  page,
  host,
  complaints,
}) => {
  await openPage(page, 'wasm');
  await expectKept(page);
  const before = await page.title();
  host.publish('broken');
  host.state = 'breaks-weights';
  await page.reload();
  await expect.poll(() => host.brokenDownloads, { timeout: 60_000 }).toBeGreaterThan(0);
  // Nothing waits, nothing half is left, and the page hears as before.
  await expect.poll(() => page.evaluate(countInstalling)).toBe(0);
  expect(await listModels(page)).toEqual([WHOLE_MODEL]);
  await expect(page.getByTestId('update-notice')).toHaveCount(0);
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');

  // A file that is as long as it should be and is not what was published counts as little.
  host.state = 'well';
  const weights = host.read('model/weights.bin');
  const altered = Buffer.from(weights);
  altered[1000] = (altered[1000] ?? 0) ^ 1;
  writeFileSync(join(host.folder, 'model/weights.bin'), altered);
  const requestsBefore = host.requests.length;
  await page.reload();
  const asksForWeights = (): boolean => host.requests.slice(requestsBefore).some((url) => url.endsWith('weights.bin'));
  await expect.poll(asksForWeights, { timeout: 60_000 }).toBe(true);
  await expect.poll(() => page.evaluate(countInstalling)).toBe(0);
  expect(await listModels(page)).toEqual([WHOLE_MODEL]);
  await expect(page.getByTestId('update-notice')).toHaveCount(0);
  expect(await page.title()).toBe(before);

  writeFileSync(join(host.folder, 'model/weights.bin'), weights);
  await page.reload();
  await expect(page.getByTestId('update-notice')).toBeVisible({ timeout: 60_000 });
  // The browser tells the console of downloads that broke; the journey broke them.
  const others = complaints.filter((complaint) => !/ERR_|service-worker|not what was published/.test(complaint));
  expect(others).toEqual([]);
  complaints.length = 0;
});

/** Runs in the page: how many newer versions are under way or waiting. */
async function countInstalling(): Promise<number> {
  const registration = await navigator.serviceWorker.getRegistration();
  return [registration?.installing, registration?.waiting].filter((worker) => worker != null).length;
}

test('a newer version waits until the visitor wants it, in every tab @sub-path', async ({ page, context, host }) => {
  await openPage(page, 'wasm');
  await expectKept(page);
  await page.reload();
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');
  const other = await context.newPage();
  await openPage(other, 'wasm');
  await chooseFile(other, SPEECH);
  await readResult(other, 'speech.wav');

  host.publish('second');
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.getRegistration())?.update();
  });
  const notice = page.getByTestId('update-notice');
  await expect(notice).toHaveAttribute('data-update', 'waiting', { timeout: 60_000 });
  // The result is still there.
  await readResult(page, 'speech.wav');
  expect(await page.title()).not.toBe('Undertone second');
  await expectClean(page, 'update-notice', (file) => test.info().outputPath(file));

  await notice.getByRole('button', { name: 'Reload now' }).click();
  await expect(page).toHaveTitle('Undertone second', { timeout: 60_000 });
  await expect(notice).toHaveCount(0);
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');
  expect(await listModels(page)).toEqual([WHOLE_MODEL]);

  // The other tab keeps its result and says what happened.
  await expect(other.getByTestId('update-notice')).toHaveAttribute('data-update', 'replaced');
  await readResult(other, 'speech.wav');
  await other.getByRole('button', { name: 'Later' }).click();
  await expect(other.getByTestId('update-notice')).toHaveCount(0);
});

test('the page can be installed @sub-path', async ({ page, request, siteAddress }) => {
  await page.goto('./');
  const link = page.locator('link[rel="manifest"]');
  const address = await link.evaluate((element: HTMLLinkElement) => element.href);
  const response = await request.get(address);
  expect(response.ok()).toBe(true);
  const manifest = (await response.json()) as {
    start_url: string;
    scope: string;
    icons: { src: string; sizes: string; type: string; purpose: string }[];
  };
  expect(new URL(manifest.start_url, address).href).toBe(siteAddress);
  expect(new URL(manifest.scope, address).href).toBe(siteAddress);
  expect(manifest.icons.map(({ purpose }) => purpose)).toContain('maskable');
  for (const { src, sizes, type } of manifest.icons) {
    const icon = await request.get(new URL(src, address).href);
    expect(icon.headers()['content-type'], src).toContain(type);
    if (type !== 'image/png') continue;
    const png = await icon.body();
    // Width and height of a PNG lie behind its signature and the head of its first chunk.
    expect(`${png.readUInt32BE(16)}x${png.readUInt32BE(20)}`, src).toBe(sizes);
  }
});
