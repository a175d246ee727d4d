import { describe, expect, it } from 'vitest';
import { rankEmotions } from '../emotions/emotion-words';
import { announceVerdict, measureCoveredSec, wordVerdict } from './verdict-words';

/** A distribution with happy first, sad second and the rest spread evenly. */
function distribute(happy: number, sad: number): readonly number[] {
  const rest = (1 - happy - sad) / 6;
  return [rest, rest, rest, rest, happy, rest, sad, rest];
}

describe('wordVerdict', () => {
  it.each([
    [0.8, 0.1, /^This voice sounds$/u],
    [0.5, 0.3, /most like/u],
    [0.49, 0.25, /^Uncertain/u],
    [0.3, 0.25, /^Uncertain/u],
  ])('at %d against %d opens with %s', (happy, sad, opening) => {
    const words = wordVerdict(distribute(happy, sad), 0.5);
    expect(words.opening).toMatch(opening);
    expect(words.adjective).toBe('happy');
    expect(words.emotion).toBe('happy');
    expect(words.share).toBe(`${Math.round(100 * happy)}\u00a0%`);
    expect(words.explanation).toContain(`sad (${Math.round(100 * sad)}\u00a0%)`);
  });
});

describe('announceVerdict', () => {
  it.each([0.8, 0.5, 0.3])('says no more and no less than the page shows at a share of %d', (happy) => {
    const probabilities = distribute(happy, 0.15);
    const { opening, adjective, share, explanation } = wordVerdict(probabilities, 0.5);
    const announcement = announceVerdict(probabilities, 0.5);
    for (const words of [`${opening} ${adjective}`, share, explanation]) expect(announcement).toContain(words);
    expect(announcement).not.toContain('it sounds');
  });
});

describe('rankEmotions', () => {
  it('orders by probability and keeps the order of equals', () => {
    const ranked = rankEmotions([0.1, 0.1, 0.1, 0.1, 0.2, 0.1, 0.2, 0.1]).map(({ emotion }) => emotion);
    expect(ranked).toEqual(['happy', 'sad', 'angry', 'calm', 'disgust', 'fear', 'neutral', 'surprised']);
  });
});

describe('measureCoveredSec', () => {
  it('counts overlaps once and leaves out gaps', () => {
    const spans = [
      { startSec: 1, endSec: 4 },
      { startSec: 2.5, endSec: 5.5 },
      { startSec: 3, endSec: 4 },
      { startSec: 8, endSec: 9 },
    ];
    expect(measureCoveredSec(spans)).toBe(5.5);
  });

  it('is 0 for none', () => {
    expect(measureCoveredSec([])).toBe(0);
  });
});
