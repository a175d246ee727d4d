import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the built page runs from any folder of any static host.
  base: './',
  // One page, no router: a missing file answers 404, as on a static host, and not with the page.
  appType: 'mpa',
  plugins: [react()],
  worker: { format: 'es' },
  // It finds its .wasm file beside itself, where the development server's bundled copy would have none.
  optimizeDeps: { exclude: ['@echogarden/speex-resampler-wasm'] },
  build: { target: 'es2022' },
});
