/** The browser side of the benchmark, from Node: a development server for `page.ts`, and a browser that opens it. */
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright';
import { createServer } from 'vite';
import { describeLaunch } from '../scripts/browser';
import { ensureBrowser } from '../scripts/ensure-browser';

/** Folder of the project, which servers take as their root. */
export const PROJECT_FOLDER = fileURLToPath(new URL('..', import.meta.url));

/** Opens `page.ts` in a fresh browser and lets `use` measure there; browser and server are gone afterwards. */
export async function withBenchPage<Result>(use: (page: Page) => Promise<Result>): Promise<Result> {
  ensureBrowser();
  const server = await createServer({
    root: PROJECT_FOLDER,
    configFile: false,
    cacheDir: '.cache/vite-bench',
    logLevel: 'error',
    // Found late, they would reload the page while it measures.
    optimizeDeps: {
      include: [
        '@tensorflow/tfjs-backend-wasm',
        '@tensorflow/tfjs-backend-webgl',
        '@tensorflow/tfjs-core',
        '@tensorflow/tfjs-layers',
      ],
      entries: ['bench/page.ts'],
    },
  });
  try {
    await server.listen();
    const address = server.resolvedUrls?.local[0];
    if (address === undefined) throw new Error('Expected the development server to listen on a local address');
    const browser = await chromium.launch(describeLaunch());
    try {
      const page = await browser.newPage();
      await page.goto(new URL('bench/index.html', address).href);
      await page.waitForFunction(() => globalThis.benchPage !== undefined);
      return await use(page);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}
