import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../contract/errors';
import { ERROR_TEXTS } from './error-texts';

describe('ERROR_TEXTS', () => {
  it('speaks of every error code and of nothing else', () => {
    expect(Object.keys(ERROR_TEXTS).sort()).toEqual([...ERROR_CODES].sort());
  });

  it.each(ERROR_CODES)('says what happened and what to do about %s, in whole sentences', (code) => {
    const { title, advice } = ERROR_TEXTS[code];
    expect(title).toMatch(/^[A-Z].{15,}\.$/u);
    expect(advice).toMatch(/^[A-Z].{30,}\.$/u);
    // A code is for programs; a visitor should never have to read one.
    if (code.includes('-')) expect(`${title} ${advice}`).not.toContain(code);
  });

  it('tells every failure apart', () => {
    expect(new Set(ERROR_CODES.map((code) => ERROR_TEXTS[code].title)).size).toBe(ERROR_CODES.length);
  });

  it('gives every microphone failure a way that needs no microphone', () => {
    for (const code of ERROR_CODES.filter((candidate) => candidate.startsWith('microphone-'))) {
      expect(ERROR_TEXTS[code].advice, code).toMatch(/file/u);
    }
  });
});
