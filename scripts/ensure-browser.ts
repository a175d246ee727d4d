/**
 * Sees to it that the tests have a browser. A machine that has none gets Playwright's Chromium, or, where that
 * cannot be had and we are root on Debian, the distribution's. Everything that is installed is announced.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findBrowser } from './browser';

const INSTALL_HINT =
  'No Chrome or Chromium that starts was found: install Google Chrome or Chromium, or set CHROME_PATH to one, and run this again.';

/** A mirror that does not answer must not eat the whole run. */
const DOWNLOAD_LIMIT_MS = 8 * 60_000;

function runCommand(command: string, parameters: readonly string[], timeoutMs?: number): boolean {
  console.log(`> ${command} ${parameters.join(' ')}`);
  const { status } = spawnSync(command, parameters, {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  return status === 0;
}

function isRootOnDebian(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

/**
 * Finds a browser, installing one when there is none.
 *
 * @returns Path of the executable.
 * @throws When none could be found or installed; the message says in one line what to do.
 */
export function ensureBrowser(): string {
  const found = findBrowser();
  if (found !== undefined) return found;

  console.log('No Chrome or Chromium found: downloading the Chromium that Playwright keeps (about 200 MB).');
  runCommand('npx', ['playwright', 'install', '--no-shell', 'chromium'], DOWNLOAD_LIMIT_MS);
  const downloaded = findBrowser();
  if (downloaded !== undefined) return downloaded;

  if (isRootOnDebian()) {
    console.log('The download gave no browser that starts: installing the Debian package chromium.');
    runCommand('apt-get', ['update']);
    runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium']);
    const installed = findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error(INSTALL_HINT);
}
