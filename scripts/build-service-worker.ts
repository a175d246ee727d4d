/**
 * A Vite plugin that builds the service worker of the page: `src/offline/service-worker.ts` as one classic script at
 * the root of the site, which knows every file of the build by its content.
 *
 * It is built when the build starts, so that its packages are among the licences, and finished when all else is there.
 * What `vite-plugin-pwa` would do beyond that (manifests, injected registration, Workbox's own build) is not needed here
 * and comes with some 290 packages.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** A file that the service worker keeps; `revision` is `null` where the name itself tells the content. */
export interface AppFile {
  readonly url: string;
  readonly revision: string | null;
}

const ENTRY = fileURLToPath(new URL('../src/offline/service-worker.ts', import.meta.url));
const FILE_NAME = 'service-worker.js';
/** Of the public files, the model has a cache of its own. */
const MODEL_FOLDER = 'model/';
const MODEL_CARD = `${MODEL_FOLDER}model-card.json`;
/** The bundler puts a hash of the content into the names of what it makes. */
const HASHED_NAME = /^assets\/.*-[\w-]{8}\.\w+$/;

/**
 * Makes the plugin; it belongs behind all that adds files.
 *
 * @param createParts makes plugins for the build of the worker itself.
 */
export function buildServiceWorker(createParts: () => Plugin[]): Plugin {
  let publicFolder = '';
  let target: string | string[] | false = false;
  let script = '';
  return {
    name: 'undertone:service-worker',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      publicFolder = config.publicDir;
      target = config.build.target;
    },
    async buildStart() {
      script = await bundle(target, createParts());
    },
    generateBundle: {
      order: 'post',
      handler(_, output) {
        const contents = new Map<string, string | Uint8Array>();
        for (const path of listFiles(publicFolder)) contents.set(path, readFileSync(join(publicFolder, path)));
        for (const part of Object.values(output))
          contents.set(part.fileName, part.type === 'chunk' ? part.code : part.source);
        const modelCard = contents.get(MODEL_CARD);
        if (modelCard === undefined) throw new Error(`Expected ${MODEL_CARD} among the public files.`);
        const facts = { appFiles: listAppFiles(contents), modelCardSha256: hash(modelCard) };
        const source = `self.undertoneBuild=${JSON.stringify(facts)};\n${script}`;
        this.emitFile({ type: 'asset', fileName: FILE_NAME, source });
      },
    },
  };
}

/**
 * Lists what the service worker keeps of a site: everything but the model.
 *
 * @param contents of each file by its path below the site's folder.
 */
export function listAppFiles(contents: ReadonlyMap<string, string | Uint8Array>): AppFile[] {
  return [...contents]
    .filter(([path]) => !path.startsWith(MODEL_FOLDER))
    .map(([url, content]) => ({ url, revision: HASHED_NAME.test(url) ? null : hash(content).slice(0, 16) }))
    .sort((one, other) => (one.url < other.url ? -1 : 1));
}

async function bundle(target: string | string[] | false, plugins: Plugin[]): Promise<string> {
  const result = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    // Workbox tells the console of everything otherwise.
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins,
    build: { target, write: false, lib: { entry: ENTRY, formats: ['iife'], name: 'undertoneServiceWorker' } },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
  const [chunk, ...others] = outputs;
  if (chunk?.type !== 'chunk' || others.length > 0) {
    throw new Error(`Expected one script of the service worker, got ${outputs.length} files.`);
  }
  return chunk.code;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}

function hash(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
