/**
 * `npm run build:wasm`: compiles the AssemblyScript of each `assembly` folder into a module beside the folder. Their
 * compiler is a package of its own, installed by `npm ci --prefix src/deform-conv/wasm/assembly`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A folder that holds `assembly`, the source there that exports what the module has, and the module's name. */
const MODULES = [
  { folder: 'src/deform-conv/wasm', source: 'sampling.ts', name: 'sampling' },
  { folder: 'src/training/kernels', source: 'index.ts', name: 'training' },
] as const;

const projectFolder = fileURLToPath(new URL('..', import.meta.url));
const compiler = join(projectFolder, 'src/deform-conv/wasm/assembly/node_modules/assemblyscript/bin/asc.js');
const outputFolder = mkdtempSync(join(tmpdir(), 'undertone-'));
try {
  for (const { folder, source, name } of MODULES) {
    const assembly = join(projectFolder, folder, 'assembly');
    const modulePath = join(outputFolder, `${name}.wasm`);
    const memoryOptions = ['--importMemory', '--initialMemory', '0', '--runtime', 'stub'];
    const speedOptions = ['-O3', '--noAssert', '--enable', 'simd', '--enable', 'relaxed-simd'];
    const files = [join(assembly, source), '--outFile', modulePath];
    execFileSync(process.execPath, [compiler, ...files, ...memoryOptions, ...speedOptions], { stdio: 'inherit' });
    const module = readFileSync(modulePath);
    const lines = module.toString('base64').match(/.{1,100}/g) ?? [];
    writeFileSync(
      join(projectFolder, folder, `${name}-module.ts`),
      [
        `/** Written by \`npm run build:wasm\` from \`assembly/${source}\`; not to be edited. */`,
        '',
        '/** SHA-256 of the source that the module was compiled from. */',
        `export const ${name.toUpperCase()}_SOURCE_SHA256 = '${hashSources(assembly)}';`,
        '',
        '/** The WebAssembly module. */',
        `export const ${name.toUpperCase()}_MODULE_BASE64 =`,
        `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
        '',
      ].join('\n'),
    );
    console.log(`${name}-module.ts: ${module.length} bytes of WebAssembly`);
  }
} finally {
  rmSync(outputFolder, { recursive: true });
}

/** Of all sources of a folder, in the order of their names. */
function hashSources(folder: string): string {
  const hash = createHash('sha256');
  const names = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  for (const name of names.sort()) hash.update(readFileSync(join(folder, name)));
  return hash.digest('hex');
}
