/**
 * Playwright's `test` for the journeys of a visitor: it serves the built page as a plain static host does, and fails
 * a journey that left an error in the console or sent anything away.
 *
 * Journeys tagged `@sub-path` also run with the page below a folder; `page.goto('./')` opens it in both cases.
 * Other browsers: `test.use({ launchOptions: describeLaunch({ webgl: false }) })` (scripts/browser.ts).
 */
import { test as base, expect, type BrowserContext } from '@playwright/test';
import { serveSite } from './serve-site';

/** Where the site lies on its host, as a project of playwright.config.ts sets it. */
export interface SiteOptions {
  /** Folder with a slash on both ends. */
  siteFolder: string;
}

interface SiteFixtures {
  /** Address of the page, with the folder. */
  siteAddress: string;
}

interface VisitFixtures {
  /** What went wrong or out during the journey; empty at its end, or the journey fails. */
  complaints: string[];
}

/** Notes console errors, uncaught errors, files that are missing, and every request that is not a bare GET of the site's own files. */
function watchContext(context: BrowserContext, siteAddress: string, complaints: string[]): void {
  context.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`);
  });
  context.on('weberror', (webError) => complaints.push(`uncaught: ${webError.error().message}`));
  context.on('page', (page) => {
    page.on('websocket', (socket) => complaints.push(`web socket: ${socket.url()}`));
  });
  // The console of a worker does not say what could not be loaded.
  context.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`answer: ${response.status()} for ${response.url()}`);
  });
  context.on('request', (request) => {
    const url = request.url();
    if (url.startsWith('blob:') || url.startsWith('data:')) return;
    const { search } = new URL(url);
    const isOwnFile = url.startsWith(siteAddress) && request.method() === 'GET' && request.postData() === null;
    // A query long enough to carry samples has no business here.
    if (!isOwnFile || search.length > 100) complaints.push(`request: ${request.method()} ${url.slice(0, 200)}`);
  });
}

/** `test` with the site served, the network and the console watched. */
export const test = base.extend<VisitFixtures, SiteOptions & SiteFixtures>({
  siteFolder: ['/', { option: true, scope: 'worker' }],
  siteAddress: [
    async ({ siteFolder }, use) => {
      const site = await serveSite({ siteFolder });
      await use(site.address);
      await site.close();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ siteAddress }, use) => {
    await use(siteAddress);
  },
  complaints: [
    async ({ context, siteAddress }, use) => {
      const complaints: string[] = [];
      watchContext(context, siteAddress, complaints);
      await use(complaints);
      expect(complaints).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
