import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../../contract/emotions';
import { readPart, roundPart, wordSelection } from './selection-words';

const span = { startSec: 61.2, endSec: 63.45 };

describe('readPart', () => {
  it('reads a part', () => {
    expect(readPart('1.25', ' 3 ', 10)).toEqual({ startSec: 1.25, endSec: 3 });
    // The recording's end, rounded up in its field.
    expect(readPart('0', '9.996', 9.9951)).toEqual({ startSec: 0, endSec: 9.996 });
  });

  it.each([
    ['', '3', 'both ends'],
    ['1', 'soon', 'both ends'],
    ['-1', '3', 'from 0 to 10.00 s'],
    ['1', '11', 'from 0 to 10.00 s'],
    ['3', '1', 'at least 0.2 s'],
    ['1', '1.1', 'at least 0.2 s'],
  ])('says what is wrong with %j to %j', (from, to, words) => {
    expect(readPart(from, to, 10)).toContain(words);
  });
});

it('roundPart says what the fields say', () => {
  expect(roundPart({ startSec: 1.23456, endSec: 2.999 })).toEqual({ startSec: 1.23, endSec: 3 });
});

describe('wordSelection', () => {
  const judge = (happy: number) => ({
    status: 'done' as const,
    span,
    timeline: [],
    probabilities: EMOTIONS.map((emotion) => (emotion === 'happy' ? happy : (1 - happy) / 7)),
    emotion: 'happy' as const,
  });

  it('says what was heard, no more surely than the card allows', () => {
    expect(wordSelection(judge(0.9), 0.5)).toMatch(/^1:01\.2 to 1:03\.5: This voice sounds happy.*90/);
    expect(wordSelection(judge(0.4), 0.5)).toContain('Uncertain, perhaps happy');
  });

  it('says why nothing was', () => {
    const fail = (code: 'silent' | 'too-short' | 'worker-died') =>
      wordSelection({ status: 'failed', span, error: { code, message: '' } }, 0.5);
    expect(fail('silent')).toBe('1:01.2 to 1:03.5: no speech was heard in this part.');
    expect(fail('too-short')).toContain('too short');
    expect(fail('worker-died')).toContain('background task');
  });
});
