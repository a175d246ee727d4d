import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queuePaint, withdrawPaint } from './paint-queue';

let frames: (() => void)[] = [];
let nowMs = 0;

/** Lets a frame pass. */
function passFrame(): void {
  const callbacks = frames;
  frames = [];
  for (const callback of callbacks) callback();
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('paints what a frame has time for, in their order, each once', () => {
  const painted: string[] = [];
  const paints = ['a', 'b', 'c'].map((name) => () => {
    painted.push(name);
    nowMs += 5;
  });
  for (const paint of [...paints, ...paints]) queuePaint(paint);
  passFrame();
  expect(painted).toEqual(['a', 'b']);
  passFrame();
  passFrame();
  expect(painted).toEqual(['a', 'b', 'c']);
  expect(frames).toHaveLength(0);
});

it('paints one picture a frame when each takes long', () => {
  const painted: string[] = [];
  for (const name of ['a', 'b']) {
    queuePaint(() => {
      painted.push(name);
      nowMs += 30;
    });
  }
  passFrame();
  expect(painted).toEqual(['a']);
  passFrame();
  expect(painted).toEqual(['a', 'b']);
});

it('leaves out what was withdrawn, and paints again when asked again', () => {
  const gone = vi.fn();
  const kept = vi.fn();
  queuePaint(gone);
  queuePaint(kept);
  withdrawPaint(gone);
  passFrame();
  passFrame();
  queuePaint(kept);
  passFrame();
  expect(gone).not.toHaveBeenCalled();
  expect(kept).toHaveBeenCalledTimes(2);
});
