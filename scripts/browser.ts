/**
 * The one place that knows which Chrome or Chromium the tests and the benchmarks run in, and how it is started.
 * It looks and describes only; `ensure-browser.ts` installs.
 */
import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright';

/** Environment variables that may name the browser's executable, the first one set wins. */
export const BROWSER_VARIABLES = ['CHROME_PATH', 'PUPPETEER_EXECUTABLE_PATH', 'CHROME_BIN'] as const;

const NAMES_ON_PATH = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome'];

/** Flags without which headless Chromium starts in no container, or talks to the network by itself. */
const COMMON_FLAGS: readonly string[] = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
];

/** Flags that give WebGL 2 with float textures on every machine, without a GPU too (software rendering). */
const WEBGL_FLAGS: readonly string[] = [
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
];

/** Flags of a browser that has no WebGL at all: the visitor whose GPU is blocked. */
const NO_WEBGL_FLAGS: readonly string[] = ['--disable-gpu', '--disable-software-rasterizer'];

/** Whether the file is there and starts: a download without its system libraries, or a stub, does not. */
function canStart(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // On Windows `--version` would open a window.
    if (process.platform !== 'win32') execFileSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 });
    return true;
  } catch {
    return false;
  }
}

function listUsualPlaces(): string[] {
  if (process.platform === 'darwin') {
    return [
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
      '/Applications/Chromium.app/Contents/MacOS/Chromium',
    ];
  }
  if (process.platform === 'win32') {
    const roots = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].map((name) => process.env[name]);
    return roots
      .filter((root) => root !== undefined)
      .flatMap((root) => [
        join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
        join(root, 'Chromium', 'Application', 'chrome.exe'),
      ]);
  }
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return NAMES_ON_PATH.flatMap((name) => folders.map((folder) => join(folder, name)));
}

/**
 * Finds a full Chrome or Chromium (not the headless shell, which has no microphone).
 * Order: the environment, Playwright's own download, the usual places of the system.
 *
 * @returns The path of the executable, or `undefined` when there is none.
 * @throws When an environment variable names something that does not start: silently taking another browser would mislead.
 */
export function findBrowser(): string | undefined {
  for (const variable of BROWSER_VARIABLES) {
    const path = process.env[variable];
    if (path === undefined || path === '') continue;
    if (!canStart(path)) throw new Error(`${variable} is ${path}, which is not a browser that starts.`);
    return path;
  }
  return [chromium.executablePath(), ...listUsualPlaces()].find(canStart);
}

/** What a test asks of its browser. */
export interface BrowserWishes {
  /** Whether there is WebGL 2; default true. */
  readonly webgl?: boolean;
  /** Path of a WAV file that a fake microphone plays, permission granted. */
  readonly microphoneFile?: string;
}

/** How Playwright starts the browser; without `executablePath` it takes its own. */
export interface BrowserLaunchOptions {
  readonly executablePath?: string;
  readonly args: string[];
}

/**
 * Options for Playwright's `launch` of the browser that `findBrowser` finds.
 *
 * @throws As `findBrowser`.
 */
export function describeLaunch({ webgl = true, microphoneFile }: BrowserWishes = {}): BrowserLaunchOptions {
  const args = [...COMMON_FLAGS, ...(webgl ? WEBGL_FLAGS : NO_WEBGL_FLAGS)];
  if (microphoneFile !== undefined) {
    args.push(
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${microphoneFile}`,
    );
  }
  const executablePath = findBrowser();
  return executablePath === undefined ? { args } : { args, executablePath };
}
