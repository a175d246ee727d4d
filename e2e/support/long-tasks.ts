/**
 * Long tasks of the page's thread: `PerformanceObserver` tells when, Chromium's own trace tells what and how much of it
 * was work. On a busy machine a task also lasts as long as its thread is kept waiting; only work is the page's doing.
 */
import type { Browser, Page } from '@playwright/test';

/** A task of 50 ms or more, as the browser reports them to the page. */
export interface LongTask {
  readonly startMs: number;
  readonly durationMs: number;
  /** Milliseconds that the thread ran on a processor. */
  readonly workMs: number;
  /** The function of the browser that posted the task. */
  readonly postedBy: string;
  /** What the page said it was doing when the task had ended. */
  readonly announced: string;
}

type ObservedTask = Omit<LongTask, 'workMs' | 'postedBy'>;

declare global {
  interface Window {
    observedTasks?: ObservedTask[];
  }
}

/** The parts read of a trace's events; times are in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly src_func?: string; readonly data?: { readonly startTime?: number } };
}

const MARK = 'long-task-observer';

/** Runs in the page, before anything else. */
function observeLongTasks(mark: string): void {
  const observed: ObservedTask[] = [];
  window.observedTasks = observed;
  performance.mark(mark);
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      const announced = document.querySelector('[role="status"]')?.textContent ?? 'nothing yet';
      observed.push({ startMs: startTime, durationMs: duration, announced });
    }
  }).observe({ type: 'longtask', buffered: true });
}

/** Observes a page from its next opening on. @returns what ends it and tells the long tasks, in their order */
export async function traceLongTasks(browser: Browser, page: Page): Promise<() => Promise<LongTask[]>> {
  await page.addInitScript(observeLongTasks, MARK);
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  return async () => {
    const observed = await page.evaluate(() => window.observedTasks ?? []);
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: TraceEvent[] };
    return explainTasks(observed, traceEvents);
  };
}

function explainTasks(observed: readonly ObservedTask[], events: readonly TraceEvent[]): LongTask[] {
  const mark = events.findLast(({ name }) => name === MARK);
  const markedAtMs = mark?.args?.data?.startTime;
  if (mark === undefined || markedAtMs === undefined)
    throw new Error('Expected the page to mark its clock in the trace.');
  const toPageMs = (timeUs: number): number => (timeUs - mark.ts) / 1000 + markedAtMs;
  const tasks = events.filter(({ name, pid, tid }) => name.endsWith('RunTask') && pid === mark.pid && tid === mark.tid);
  return observed.map((task) => {
    const endMs = task.startMs + task.durationMs;
    const overlapping = tasks.filter(({ ts, dur = 0 }) => toPageMs(ts) < endMs && toPageMs(ts + dur) > task.startMs);
    const traced = overlapping.sort((one, other) => (other.tdur ?? 0) - (one.tdur ?? 0))[0];
    // A task that the trace does not hold counts in full.
    const workMs = traced?.tdur === undefined ? task.durationMs : traced.tdur / 1000;
    return { ...task, workMs, postedBy: traced?.args?.src_func ?? 'unknown' };
  });
}
