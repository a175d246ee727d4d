import { readFileSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
// With extensions: Vite reads this file as Node would.
import { buildServiceWorker } from './scripts/build-service-worker.ts';
import { checkFirstLoad } from './scripts/check-first-load.ts';
import { listLicences } from './scripts/bundle-licences.ts';
import { relaxPolicy } from './scripts/relax-policy.ts';

const licences = listLicences('licences.txt', readFileSync(new URL('LICENSE', import.meta.url), 'utf8'));

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any static host.
  base: './',
  // One page, no router: a missing file answers 404, as on a static host, and not with the page.
  appType: 'mpa',
  plugins: [
    react(),
    relaxPolicy(),
    licences.page,
    checkFirstLoad(300_000),
    buildServiceWorker(() => [licences.createWorkerPart()]),
  ],
  worker: { format: 'es', plugins: () => [licences.createWorkerPart()] },
  // It finds its .wasm file beside itself, where the development server's bundled copy would have none.
  optimizeDeps: { exclude: ['@echogarden/speex-resampler-wasm'] },
  build: { target: 'es2022' },
});
