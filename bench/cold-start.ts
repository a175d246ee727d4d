/**
 * The built page from navigation to its first result, as a visitor has it: a browser and a profile that have never been
 * there, then the page opened once more by the same browser.
 *
 * A static host on this machine serves `dist/`, so no network is waited for. A recording of seconds is handed over as
 * soon as the page can take it.
 */
import { chromium, type Page } from 'playwright';
import { build, preview } from 'vite';
import { readVisitorFile, SPEECH_PATH } from '../e2e/support/recordings';
import { chooseFile, findResult } from '../e2e/support/visitor';
import { describeLaunch } from '../scripts/browser';
import { ensureBrowser } from '../scripts/ensure-browser';
import { PROJECT_FOLDER } from './bench-browser';
import { formatFigure, formatTable } from './markdown';
import { computeMedian, computeMedianRatio } from './statistics';

/** What the page's address asks for; `auto` lets it choose. */
export type AskedBackend = 'wasm' | 'webgl' | 'auto';

/** Moments in milliseconds since navigation. */
interface Visit {
  /** A recording can be chosen. */
  readonly usableMs: number;
  /** The model is loaded and has run once; the recording's features are there. */
  readonly modelLoadedMs: number;
  /** The result is about to be painted. */
  readonly resultMs: number;
  /** The backend that the result names. */
  readonly backend: string;
}

/** Medians over fresh profiles of one backend's first or second visit. */
export interface ColdStartMeasurement {
  readonly asked: AskedBackend;
  readonly ran: string;
  readonly visit: 'first' | 'second';
  readonly usableMs: number;
  readonly modelLoadedMs: number;
  readonly resultMs: number;
  /** Time to the result relative to the first visit with wasm, median over turns. */
  readonly ratioToWasm: number;
}

/** What was found, and in how many fresh profiles. */
export interface ColdStartFigures {
  readonly profiles: number;
  readonly measurements: readonly ColdStartMeasurement[];
}

const ASKED_BACKENDS: readonly AskedBackend[] = ['wasm', 'webgl', 'auto'];
/** Software-rendered WebGL compiles the network's shaders for seconds. */
const RESULT_LIMIT_MS = 90_000;

type Moment = 'usable' | 'modelLoaded' | 'result';

declare global {
  var visitMoments: Partial<Record<Moment, number>> | undefined;
}

/** Builds the page and visits it, all backends in turns, each time with a browser started for it. */
export async function measureColdStart(profiles: number): Promise<ColdStartFigures> {
  ensureBrowser();
  await build({ root: PROJECT_FOLDER, logLevel: 'error' });
  const server = await preview({
    root: PROJECT_FOLDER,
    logLevel: 'error',
    preview: { host: '127.0.0.1', port: 0 },
  });
  try {
    const siteAddress = server.resolvedUrls?.local[0];
    if (siteAddress === undefined) throw new Error('Expected the preview server to listen on a local address.');
    const visits = new Map<AskedBackend, { first: Visit; second: Visit }[]>();
    for (let profile = 0; profile < profiles; profile++) {
      for (const asked of ASKED_BACKENDS) {
        const address = asked === 'auto' ? siteAddress : `${siteAddress}?backend=${asked}`;
        visits.set(asked, [...(visits.get(asked) ?? []), await visitTwice(address)]);
      }
    }
    const wasmMs = (visits.get('wasm') ?? []).map(({ first }) => first.resultMs);
    const measurements = [...visits].flatMap(([asked, ofBackend]) =>
      (['first', 'second'] as const).map((visit) =>
        summarise(
          asked,
          visit,
          ofBackend.map((each) => each[visit]),
          wasmMs,
        ),
      ),
    );
    return { profiles, measurements };
  } finally {
    await server.close();
  }
}

/** Writes the figures as Markdown. */
export function formatColdStart({ profiles, measurements }: ColdStartFigures): string {
  return [
    `Milliseconds from navigation, medians of ${profiles} fresh profiles; static host on this machine, recording of a few seconds.`,
    '',
    formatTable(
      {
        text: ['asked for', 'ran', 'visit'],
        figures: ['page usable', 'model loaded', 'first result', '÷ wasm, first visit'],
      },
      measurements.map(({ asked, ran, visit, usableMs, modelLoadedMs, resultMs, ratioToWasm }) => [
        asked,
        ran,
        visit,
        formatFigure(usableMs, 0),
        formatFigure(modelLoadedMs, 0),
        formatFigure(resultMs, 0),
        formatFigure(ratioToWasm, 2),
      ]),
    ),
  ].join('\n');
}

function summarise(
  asked: AskedBackend,
  visit: 'first' | 'second',
  visits: readonly Visit[],
  wasmMs: readonly number[],
): ColdStartMeasurement {
  const medianOf = (read: (visit: Visit) => number): number => computeMedian(visits.map(read));
  return {
    asked,
    ran: [...new Set(visits.map(({ backend }) => backend))].join(', '),
    visit,
    usableMs: medianOf(({ usableMs }) => usableMs),
    modelLoadedMs: medianOf(({ modelLoadedMs }) => modelLoadedMs),
    resultMs: medianOf(({ resultMs }) => resultMs),
    ratioToWasm: computeMedianRatio(
      visits.map(({ resultMs }) => resultMs),
      wasmMs,
    ),
  };
}

/** Starts a browser, whose profile is empty, and opens the page twice. */
async function visitTwice(address: string): Promise<{ first: Visit; second: Visit }> {
  const browser = await chromium.launch(describeLaunch());
  try {
    const context = await browser.newContext();
    await context.addInitScript(noteMoments);
    const visit = async (): Promise<Visit> => {
      const page = await context.newPage();
      const noted = await walkThrough(page, address);
      await page.close();
      return noted;
    };
    return { first: await visit(), second: await visit() };
  } finally {
    await browser.close();
  }
}

async function walkThrough(page: Page, address: string): Promise<Visit> {
  const speech = readVisitorFile(SPEECH_PATH);
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(() => globalThis.visitMoments?.usable !== undefined);
  await chooseFile(page, speech);
  await page.waitForFunction(() => globalThis.visitMoments?.result !== undefined, undefined, {
    timeout: RESULT_LIMIT_MS,
  });
  const moments = await page.evaluate(() => globalThis.visitMoments);
  const backend = await findResult(page, speech.name).getByTestId('run-details').getAttribute('data-backend');
  const { usable = NaN, modelLoaded = NaN, result = NaN } = moments ?? {};
  return { usableMs: usable, modelLoadedMs: modelLoaded, resultMs: result, backend: backend ?? 'unknown' };
}

/**
 * Runs in the page before its own scripts: notes when each of these is first seen, on the clock since navigation.
 * No function with a name in it: the compiler would have it call a helper that the page does not have.
 */
function noteMoments(): void {
  const moments: Partial<Record<Moment, number>> = {};
  globalThis.visitMoments = moments;
  new MutationObserver((_, observer) => {
    if (document.querySelector('input[type="file"]') !== null) moments.usable ??= performance.now();
    if (document.querySelector('[data-phase="inferring"]') !== null) moments.modelLoaded ??= performance.now();
    if (document.querySelector('.result') === null) return;
    observer.disconnect();
    requestAnimationFrame(() => (moments.result = performance.now()));
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-phase'] });
}
