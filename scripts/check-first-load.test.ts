import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { measureFirstLoad, type Script } from './check-first-load';

function createScript(fileName: string, imports: readonly string[], isEntry = false): Script {
  return { fileName, imports, isEntry, code: `code of ${fileName}`.repeat(9) };
}

it('counts the entry and what it imports at its start, each once, and nothing that comes later', () => {
  const scripts = [
    createScript('index.js', ['a.js', 'b.js'], true),
    createScript('a.js', ['b.js', 'index.js']),
    createScript('b.js', []),
    createScript('later.js', ['a.js']),
  ];
  const expected = scripts.slice(0, 3).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  expect(measureFirstLoad(scripts)).toBe(expected);
});
