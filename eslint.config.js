import eslint from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/**
 * The rooms of src/ (docs/architecture.md): which rooms each may import besides itself, and which of the
 * packages in `PACKAGES`. Everything not named here is refused.
 */
const ROOMS = {
  contract: { rooms: [], packages: [] },
  audio: { rooms: ['contract'], packages: ['media'] },
  features: { rooms: ['contract'], packages: ['dsp'] },
  'deform-conv': { rooms: ['contract'], packages: ['tfjs'] },
  network: { rooms: ['contract', 'deform-conv'], packages: ['tfjs'] },
  workers: { rooms: ['contract', 'audio', 'features', 'network'], packages: [] },
  corpora: { rooms: ['contract'], packages: [] },
  evaluation: { rooms: ['contract'], packages: [] },
  training: {
    rooms: ['contract', 'audio', 'features', 'corpora', 'evaluation', 'deform-conv', 'network'],
    packages: ['tfjs', 'node', 'codecs'],
  },
  recognition: { rooms: ['contract', 'audio', 'workers', 'corpora', 'evaluation'], packages: ['queue'] },
  explain: { rooms: ['contract', 'features', 'workers'], packages: [] },
  storage: { rooms: ['contract'], packages: ['database'] },
  export: { rooms: ['contract'], packages: ['tables'] },
  offline: { rooms: ['contract'], packages: ['offline'] },
  ui: { rooms: ['contract', 'recognition', 'explain', 'storage', 'export', 'offline'], packages: ['react'] },
  testing: { rooms: ['contract'], packages: ['tfjs', 'node'] },
};

/** Packages with a home; `zustand/vanilla`, the store without React, is free to all. */
const PACKAGES = {
  tfjs: { regex: '^@tensorflow/', message: 'Tensors live in deform-conv, network and training.' },
  react: { regex: '^(react|react-dom|recharts|zustand)(/(?!vanilla)|$)', message: 'React lives in ui only.' },
  media: { regex: '^(mediabunny|@echogarden/)', message: 'Decoding and resampling live in audio only.' },
  codecs: {
    regex: '^(@wasm-audio-decoders/|mpg123-decoder|opus-decoder|wasm-media-encoders)',
    message: 'What browsers decode by themselves, Node decodes in training only.',
  },
  dsp: { regex: '^(meyda|fft\\.js)', message: 'Spectra live in features only.' },
  database: { regex: '^idb', message: 'The database lives in storage only.' },
  tables: { regex: '^papaparse', message: 'Tables are written in export only.' },
  queue: { regex: '^p-queue', message: 'Queues live in recognition only.' },
  offline: { regex: '^workbox-', message: 'The service worker and the talk with it live in offline only.' },
  node: { regex: '^node:', message: 'This room runs in the browser; Node is for training, scripts and tests.' },
};

/** Names of the page and of the audio graph: the pure rooms run in workers and in Node, too. */
const PAGE_GLOBALS = ['window', 'document', 'navigator', 'AudioContext', 'OfflineAudioContext', 'HTMLElement'];
const PURE_ROOMS = ['contract', 'features', 'corpora', 'evaluation'];

/** Tests, and the `test-*.ts` files that hold cases for several of them: these may also import src/testing. */
const TESTS = ['**/*.test.{ts,tsx}', '**/test-*.{ts,tsx}'];

/** What never reaches the page and may use development dependencies. */
const DEVELOPMENT = ['src/testing/**', 'src/training/**', 'scripts/**', 'bench/**', 'e2e/**', '*.config.ts'];

function forbidRooms(room, allowed) {
  return {
    target: `./src/${room}`,
    from: './src',
    except: [...new Set([room, ...allowed])].map((name) => `./${name}`),
    message: `src/${room} may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}.`,
  };
}

const OUTSIDE_SRC = [
  { target: './src', from: ['./scripts', './bench', './e2e'], message: 'src imports nothing from outside of it.' },
  { target: './e2e', from: './src', message: 'The journeys know the built page, not its source.' },
];

const roomConfigs = Object.entries(ROOMS).map(([room, { packages }]) => ({
  files: [`src/${room}/**/*.{ts,tsx}`],
  ignores: TESTS,
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: Object.entries(PACKAGES)
          .filter(([name]) => !packages.includes(name))
          .map(([, pattern]) => pattern),
      },
    ],
  },
}));

export default defineConfig(
  // AssemblyScript only looks like TypeScript.
  globalIgnores(['dist', '.cache', 'test-results', 'playwright-report', 'public', 'src/**/assembly']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  eslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, importX.flatConfigs.typescript],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [...Object.entries(ROOMS).map(([room, { rooms }]) => forbidRooms(room, rooms)), ...OUTSIDE_SRC],
        },
      ],
      'import-x/no-extraneous-dependencies': ['error', { devDependencies: [...TESTS, ...DEVELOPMENT] }],
      '@typescript-eslint/consistent-type-imports': 'error',
      // An interface may ask for a promise of one who has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  ...roomConfigs,
  {
    files: PURE_ROOMS.map((room) => `src/${room}/**/*.ts`),
    ignores: TESTS,
    rules: { 'no-restricted-globals': ['error', ...PAGE_GLOBALS] },
  },
  {
    files: ['src/**/*.tsx', 'src/ui/**/*.ts'],
    extends: [reactHooks.configs.flat.recommended],
  },
  {
    files: TESTS,
    rules: {
      'import-x/no-restricted-paths': [
        'error',
        {
          basePath: import.meta.dirname,
          zones: [
            ...Object.entries(ROOMS).map(([room, { rooms }]) => forbidRooms(room, [...rooms, 'testing'])),
            ...OUTSIDE_SRC,
          ],
        },
      ],
    },
  },
);
