import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { relaxPolicyOf } from './relax-policy';

const page = readFileSync(new URL('../index.html', import.meta.url), 'utf8');

describe('relaxPolicyOf', () => {
  it("adds what the development server needs to the page's own policy", () => {
    const relaxed = relaxPolicyOf(page);
    expect(relaxed).toContain("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval';");
    expect(relaxed).toContain("style-src 'self' 'unsafe-inline';");
    expect(relaxed).toContain("connect-src 'self' ws:;");
    expect(page).not.toContain('unsafe-inline');
  });

  it('refuses a page whose policy it does not know', () => {
    expect(() => relaxPolicyOf('<!doctype html>')).toThrow(/script-src/);
  });
});
