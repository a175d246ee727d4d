import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { describeLaunch } from './scripts/browser';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Absolute path of the folder of shared recordings and reference numbers, `null` where it is absent. */
    sharedFolder: string | null;
  }
}

const projectFolder = fileURLToPath(new URL('.', import.meta.url));
const sharedCandidate = fileURLToPath(new URL('../shared', import.meta.url));
const sharedFolder = existsSync(sharedCandidate) ? sharedCandidate : null;

export default defineConfig({
  // Packages that only workers import are not found by Vite's scan; found late, they would reload a running test.
  optimizeDeps: {
    include: [
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-layers',
      'fft.js',
      'mediabunny',
      'meyda',
    ],
    // As in vite.config.ts: it finds its .wasm file beside itself.
    exclude: ['@echogarden/speex-resampler-wasm'],
  },
  server: { fs: { allow: sharedFolder === null ? [projectFolder] : [projectFolder, sharedFolder] } },
  test: {
    provide: { sharedFolder },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          sequence: { groupOrder: 0 },
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['src/**/*.browser.test.ts'],
          sequence: { groupOrder: 1 },
          // One page at a time: software-rendered WebGL takes every core by itself.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: describeLaunch() }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
