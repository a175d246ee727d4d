import { defineConfig } from '@playwright/test';
import type { SiteOptions } from './e2e/support/journey';
import { describeLaunch } from './scripts/browser';

/** The journeys run against the built page in `dist/`: `npm run build` first. */
export default defineConfig<object, SiteOptions>({
  testDir: 'e2e',
  // Software-rendered WebGL takes every core by itself.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: { launchOptions: describeLaunch(), trace: 'retain-on-failure' },
  projects: [
    { name: 'root', use: { siteFolder: '/' } },
    { name: 'sub-path', use: { siteFolder: '/some/folder/' }, grep: /@sub-path/ },
  ],
});
