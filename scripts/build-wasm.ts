/**
 * `npm run build:wasm`: compiles `src/deform-conv/wasm/assembly/sampling.ts` into `sampling-module.ts` beside it. Its
 * compiler is a package of its own, installed by `npm ci --prefix src/deform-conv/wasm/assembly`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../src/deform-conv/wasm/', import.meta.url));
const sourcePath = join(folder, 'assembly', 'sampling.ts');
const compiler = join(folder, 'assembly', 'node_modules', 'assemblyscript', 'bin', 'asc.js');
const outputFolder = mkdtempSync(join(tmpdir(), 'undertone-'));
try {
  const modulePath = join(outputFolder, 'sampling.wasm');
  const memoryOptions = ['--importMemory', '--initialMemory', '0', '--runtime', 'stub'];
  const speedOptions = ['-O3', '--noAssert', '--enable', 'simd'];
  const compilerArguments = [compiler, sourcePath, '--outFile', modulePath, ...memoryOptions, ...speedOptions];
  execFileSync(process.execPath, compilerArguments, { stdio: 'inherit' });
  const module = readFileSync(modulePath);
  const sourceHash = createHash('sha256').update(readFileSync(sourcePath)).digest('hex');
  const lines = module.toString('base64').match(/.{1,100}/g) ?? [];
  writeFileSync(
    join(folder, 'sampling-module.ts'),
    [
      '/** Written by `npm run build:wasm` from `assembly/sampling.ts`; not to be edited. */',
      '',
      '/** SHA-256 of the source that the module was compiled from. */',
      `export const SAMPLING_SOURCE_SHA256 = '${sourceHash}';`,
      '',
      '/** The WebAssembly module. */',
      'export const SAMPLING_MODULE_BASE64 =',
      `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
      '',
    ].join('\n'),
  );
  console.log(`sampling-module.ts: ${module.length} bytes of WebAssembly`);
} finally {
  rmSync(outputFolder, { recursive: true });
}
