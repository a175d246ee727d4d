import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withDeadline } from './with-deadline';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const NEVER = new Promise<never>(() => undefined);

describe('withDeadline', () => {
  it('gives what the work gives, and leaves no timer', async () => {
    const { signal } = new AbortController();
    await expect(withDeadline(Promise.resolve(7), { deadlineMs: 10, signal })).resolves.toBe(7);
    await expect(withDeadline(Promise.reject(new Error('broken')), { deadlineMs: 10, signal })).rejects.toThrow(
      'broken',
    );
    expect(vi.getTimerCount()).toBe(0);
  });

  it('gives up at the deadline', async () => {
    const waiting = expect(
      withDeadline(NEVER, { deadlineMs: 10, signal: new AbortController().signal }),
    ).rejects.toThrow('within 10 ms');
    await vi.advanceTimersByTimeAsync(10);
    await waiting;
  });

  it.each(['before', 'while'])('gives up when told so %s it waits', async (moment) => {
    const controller = new AbortController();
    if (moment === 'before') controller.abort(new Error('lost'));
    const waiting = expect(withDeadline(NEVER, { deadlineMs: 10, signal: controller.signal })).rejects.toThrow('lost');
    controller.abort(new Error('lost'));
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });
});
