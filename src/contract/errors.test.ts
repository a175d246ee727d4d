import { describe, expect, it } from 'vitest';
import { loadPart, UndertoneError } from './errors';

describe('loadPart', () => {
  it('gives the part that was loaded', async () => {
    expect(await loadPart(() => Promise.resolve({ answer: 42 }))).toEqual({ answer: 42 });
  });

  it('says that the page is incomplete when the part does not arrive, and why', async () => {
    // What browsers throw for a script that cannot be fetched.
    const cause = new TypeError('Failed to fetch dynamically imported module');
    const failure: unknown = await loadPart(() => Promise.reject(cause)).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(UndertoneError);
    expect(failure).toMatchObject({ code: 'page-incomplete', cause });
    expect((failure as Error).message).toContain(cause.message);
  });
});
