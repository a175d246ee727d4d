/**
 * `npm test`: types, lint, unit tests, WebGL tests in a real browser, the build, and the journeys of a visitor on it.
 * Every step runs even when an earlier one failed, except the journeys, which need the build; the last line sums up.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './ensure-browser';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** The parts read of Vitest's and of Playwright's JSON reports. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
}
interface PlaywrightReport {
  readonly stats: Readonly<Record<'expected' | 'unexpected' | 'flaky' | 'skipped', number>>;
}

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
const reportFolder = mkdtempSync(join(tmpdir(), 'undertone-test-'));
const vitestReport = join(reportFolder, 'vitest.json');
const playwrightReport = join(reportFolder, 'playwright.json');

/** Runs a tool and adds its tests to the totals; a failure outside of any test counts as one failed. */
function runStep(title: string, command: string, countTests?: () => Totals): boolean {
  console.log(`\n== ${title}: ${command}`);
  const { status } = spawnSync('npx', command.split(' '), {
    stdio: ['ignore', 'inherit', 'inherit'],
    shell: process.platform === 'win32',
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: playwrightReport },
  });
  const passed = status === 0;
  const counted = countTests?.() ?? { passed: 0, failed: 0, skipped: 0 };
  totals.passed += counted.passed;
  totals.failed += passed ? 0 : Math.max(1, counted.failed);
  totals.skipped += counted.skipped;
  return passed;
}

/** Counts the tests of a report; a tool that died before writing one has none. */
function countReport(path: string, count: (report: unknown) => Totals): Totals {
  return existsSync(path) ? count(JSON.parse(readFileSync(path, 'utf8'))) : { passed: 0, failed: 0, skipped: 0 };
}

function countVitest(): Totals {
  return countReport(vitestReport, (report) => {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report as VitestReport;
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
  });
}

function countPlaywright(): Totals {
  return countReport(playwrightReport, (report) => {
    const { expected, unexpected, flaky, skipped } = (report as PlaywrightReport).stats;
    return { passed: expected + flaky, failed: unexpected, skipped };
  });
}

try {
  console.log(`Browser: ${ensureBrowser()}`);
  runStep('Types', 'tsc --noEmit');
  runStep('Lint', 'eslint .');
  runStep('Format', 'prettier --check .');
  runStep(
    'Unit and WebGL tests',
    `vitest run --configLoader runner --reporter=default --reporter=json --outputFile.json=${vitestReport}`,
    countVitest,
  );
  if (runStep('Build', 'vite build')) {
    runStep('Journeys', 'playwright test --reporter=list,json', countPlaywright);
  }
  console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  process.exitCode = totals.failed === 0 ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(reportFolder, { recursive: true, force: true });
}
