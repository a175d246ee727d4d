import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatDuration, ProgressBar } from './progress-bar';

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-3, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min 00 s'],
    [184, '3 min 04 s'],
    [3599.6, '1 h 00 min'],
    [3720, '1 h 02 min'],
    [90_000, '25 h 00 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('ProgressBar', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  /** Puts a terminal or a log in place of the error output; gives what is written there. */
  function replaceErrorOutput(isTTY: boolean): string[] {
    const written: string[] = [];
    const stderr = { isTTY, write: (text: string) => written.push(text) };
    vi.stubGlobal('process', Object.create(process, { stderr: { value: stderr } }));
    return written;
  }

  it('writes a line every tenth into a log', () => {
    const written = replaceErrorOutput(false);
    const bar = new ProgressBar('reading');
    for (let done = 1; done <= 40; done++) bar.update(done, 40);
    expect(written).toHaveLength(11);
    expect(written[0]).toMatch(/^reading ·{20} 1\/40, .+ left\n$/);
    expect(written.at(-1)).toMatch(/^reading █{20} 40\/40, 0 s left\n$/);
  });

  it('rewrites its line in a terminal, and ends it when done', () => {
    const written = replaceErrorOutput(true);
    const bar = new ProgressBar('epoch 1/2');
    bar.update(1, 4, 'loss 2.000');
    bar.update(4, 4);
    // Back to the start of the line, and the line erased.
    expect(written[0]?.startsWith('\r\u001b[2Kepoch 1/2 █████···············')).toBe(true);
    expect(written[0]).toMatch(/ 1\/4 loss 2\.000, .+ left$/);
    expect(written[1]).toMatch(/4\/4, 0 s left\n$/);
  });

  it('tells the time left from the time it took', () => {
    const written = replaceErrorOutput(false);
    vi.spyOn(performance, 'now').mockReturnValueOnce(1000).mockReturnValueOnce(31_000);
    new ProgressBar('reading').update(10, 40);
    expect(written[0]).toMatch(/, 1 min 30 s left\n$/);
  });
});
