import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describePackage, findPackageFolder } from './bundle-licences';

const folder = mkdtempSync(join(tmpdir(), 'undertone-licences-'));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function writePackage(name: string, description: object, files: Readonly<Record<string, string>> = {}): string {
  const packageFolder = join(folder, name);
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(join(packageFolder, 'package.json'), JSON.stringify({ name, version: '1.2.3', ...description }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(packageFolder, file), text);
  return packageFolder;
}

describe('findPackageFolder', () => {
  it.each([
    ['/project/src/main.tsx', null],
    ['\0vite/preload-helper.js', null],
    ['/project/node_modules/react/cjs/react.js', '/project/node_modules/react'],
    ['\0/project/node_modules/react/index.js?commonjs', '/project/node_modules/react'],
    ['/project/node_modules/@scope/name/dist/index.js?url', '/project/node_modules/@scope/name'],
    ['/project/node_modules/meyda/node_modules/fftjs/src/fft.js', '/project/node_modules/meyda/node_modules/fftjs'],
  ])('of %s is %s', (moduleId, expected) => {
    expect(findPackageFolder(moduleId)).toBe(expected);
  });
});

describe('describePackage', () => {
  it('says name, version, licence and source, and quotes licence and notice', () => {
    const repository = { type: 'git', url: 'git+https://host.test/some/thing.git' };
    const files = { LICENCE: 'Do good.\n', 'NOTICE.txt': 'By somebody.', 'README.md': 'Not this.' };
    expect(describePackage(writePackage('thing', { license: 'MIT', repository }, files))).toBe(
      'thing 1.2.3\nLicence: MIT\nSource: https://host.test/some/thing\n\nDo good.\n\n\nBy somebody.',
    );
  });

  it('quotes the standard text where the package has none', () => {
    const text = describePackage(writePackage('bare', { license: 'Apache-2.0 AND MIT', author: { name: 'Ada' } }));
    expect(text).toContain('Copyright Ada');
    expect(text).toContain('END OF TERMS AND CONDITIONS');
    expect(text).toContain('Permission is hereby granted');
  });

  it.each([
    [undefined, 'https://www.npmjs.com/package/where'],
    ['github:some/thing', 'https://github.com/some/thing'],
    ['some/thing', 'https://github.com/some/thing'],
    [{ url: 'git://github.com/some/thing.git' }, 'https://github.com/some/thing'],
    [{ url: 'https://github.com/some/thing' }, 'https://github.com/some/thing'],
  ])('says that the source of %o is at %s', (repository, source) => {
    expect(describePackage(writePackage('where', { license: 'MIT', repository }))).toContain(`Source: ${source}\n`);
  });

  it('refuses a package without any text', () => {
    expect(() => describePackage(writePackage('secret', { license: 'SECRET' }))).toThrow(/secret's licence \(SECRET\)/);
  });
});
