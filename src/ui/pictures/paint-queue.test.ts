import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queuePaint, withdrawPaint } from './paint-queue';

let frames: (() => void)[] = [];

/** Lets a frame pass. */
function passFrame(): void {
  const callbacks = frames;
  frames = [];
  for (const callback of callbacks) callback();
}

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('paints one picture a frame, in their order, each once', () => {
  const painted: string[] = [];
  const paints = ['a', 'b', 'c'].map((name) => () => {
    painted.push(name);
  });
  for (const paint of [...paints, ...paints]) queuePaint(paint);
  passFrame();
  expect(painted).toEqual(['a']);
  passFrame();
  passFrame();
  passFrame();
  expect(painted).toEqual(['a', 'b', 'c']);
  expect(frames).toHaveLength(0);
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
