/**
 * A Vite plugin that writes the licences of everything in the built page into one text file.
 *
 * Vite's own `build.license` sees the page's chunks only: what workers alone use (the resampler, Meyda) would be missing,
 * and so would where to get the source, which the MPL asks for. Here the page's build and those of its workers, which
 * come first, note their packages in one list; the page's build writes it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Plugin } from 'vite';

/** The plugin's two halves: `page` belongs into `plugins`, `createWorkerPart` into `worker.plugins`. */
export interface LicencePlugins {
  readonly page: Plugin;
  readonly createWorkerPart: () => Plugin;
}

/** What is read of a package's `package.json`. */
interface PackageDescription {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: string | { readonly url: string };
}

const LICENCE_FILES = /^(licen[cs]e|copying|notice)/i;
const RULE = '='.repeat(80);

/**
 * Makes the plugins that list the licences.
 *
 * @param fileName of the list, below the folder of the built page.
 * @param preamble comes before the list: the project's own licence.
 */
export function listLicences(fileName: string, preamble: string): LicencePlugins {
  const folders = new Set<string>();
  const notePackages: Plugin['generateBundle'] = (_, bundle) => {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue;
      for (const moduleId of part.moduleIds) {
        const folder = findPackageFolder(moduleId);
        if (folder !== null) folders.add(folder);
      }
    }
  };
  return {
    createWorkerPart: () => ({ name: 'undertone:licences-of-worker', generateBundle: notePackages }),
    page: {
      name: 'undertone:licences',
      apply: 'build',
      async generateBundle(...output) {
        await notePackages.apply(this, output);
        const packages = [...folders].map(describePackage).sort();
        this.emitFile({ type: 'asset', fileName, source: [preamble.trim(), ...packages, ''].join(`\n\n${RULE}\n\n`) });
      },
    },
  };
}

/** The folder of the package that a module of the bundle is from, `null` for the project's own and for the bundler's. */
export function findPackageFolder(moduleId: string): string | null {
  return /^\0?(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId)?.[1] ?? null;
}

/**
 * Describes one package: name, version, licence, where its source is, and the licence's text.
 *
 * @throws When neither the package nor `scripts/licences` has the text: such a package is not to be shipped.
 */
export function describePackage(folder: string): string {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PackageDescription;
  const { name, version, license = 'see below' } = description;
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILES.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
  const text = texts.length > 0 ? texts.join('\n\n') : readStandardTexts(description);
  return `${name} ${version}\nLicence: ${license}\nSource: ${locateSource(description)}\n\n${text.trim()}`;
}

/** Where the source of a package is; npm allows short forms for GitHub's addresses. */
function locateSource({ name, repository }: PackageDescription): string {
  const address = typeof repository === 'string' ? repository : repository?.url;
  if (address === undefined) return `https://www.npmjs.com/package/${name}`;
  return address
    .replace(/^(github:)?(?=[^/:]+\/[^/:]+$)/, 'https://github.com/')
    .replace(/^git\+/, '')
    .replace(/^git:/, 'https:')
    .replace(/\.git$/, '');
}

/** The texts of licences that are the same for everybody, by the SPDX identifiers of a package, after its author. */
function readStandardTexts({ name, author, license = '' }: PackageDescription): string {
  const holder = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`);
  const texts = license.split(' AND ').map((identifier) => {
    try {
      return readFileSync(new URL(`licences/${basename(identifier)}.txt`, import.meta.url), 'utf8');
    } catch (cause) {
      throw new Error(`Expected the text of ${name}'s licence (${license}) in its package or scripts/licences.`, {
        cause,
      });
    }
  });
  return [`Copyright ${holder}`, ...texts].join('\n\n');
}
