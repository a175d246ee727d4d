import { describe, expect, it } from 'vitest';
import {
  fitSpan,
  followMoment,
  isWhole,
  moveSpan,
  revealPart,
  spanBetween,
  toShare,
  toTime,
  wholeSpan,
  zoomSpan,
} from './visible-span';

const WHOLE = wholeSpan(100);

describe('zoomSpan', () => {
  it('keeps the time in its place', () => {
    const closer = zoomSpan(WHOLE, 0.5, 30, 100);
    expect(closer).toEqual({ startSec: 15, endSec: 65 });
    expect(toShare(closer, 30)).toBeCloseTo(toShare(WHOLE, 30), 12);
    expect(zoomSpan(closer, 2, 30, 100)).toEqual(WHOLE);
  });

  it('ends at the whole, and at what is still of use', () => {
    expect(zoomSpan({ startSec: 90, endSec: 100 }, 4, 100, 100)).toEqual({ startSec: 60, endSec: 100 });
    expect(isWhole(zoomSpan({ startSec: 10, endSec: 90 }, 2, 50, 100), 100)).toBe(true);
    const closest = zoomSpan(WHOLE, 1e-6, 50, 100);
    expect(closest.endSec - closest.startSec).toBeCloseTo(0.2, 12);
    expect(toShare(closest, 50)).toBeCloseTo(0.5, 12);
    // A recording shorter than that is always seen whole.
    expect(zoomSpan(wholeSpan(0.1), 0.5, 0.05, 0.1)).toEqual(wholeSpan(0.1));
  });
});

describe('moveSpan', () => {
  it('keeps the length at both ends of the recording', () => {
    const span = { startSec: 10, endSec: 30 };
    expect(moveSpan(span, 5, 100)).toEqual({ startSec: 15, endSec: 35 });
    expect(moveSpan(span, -50, 100)).toEqual({ startSec: 0, endSec: 20 });
    expect(moveSpan(span, 500, 100)).toEqual({ startSec: 80, endSec: 100 });
    expect(moveSpan(WHOLE, 5, 100)).toEqual(WHOLE);
  });
});

describe('followMoment', () => {
  const span = { startSec: 20, endSec: 40 };

  it('turns the page when what is played leaves it', () => {
    expect(followMoment(span, 39.9, 39.8, 100)).toBe(span);
    expect(followMoment(span, 40.02, 39.99, 100)).toEqual({ startSec: 39.02, endSec: 59.02 });
    expect(followMoment({ startSec: 75, endSec: 95 }, 95.01, 95, 100)).toEqual({ startSec: 80, endSec: 100 });
  });

  it('leaves a visitor alone who looks elsewhere', () => {
    expect(followMoment(span, 50.02, 50, 100)).toBe(span);
  });

  it('goes to where the visitor jumps', () => {
    expect(followMoment(span, 70, 50, 100)).toEqual({ startSec: 69, endSec: 89 });
    expect(followMoment(span, 5, 30, 100)).toEqual({ startSec: 4, endSec: 24 });
  });
});

it('revealPart shows a part that is not seen, and leaves what is', () => {
  const span = { startSec: 20, endSec: 40 };
  expect(revealPart(span, { startSec: 20, endSec: 30 }, 100)).toBe(span);
  expect(revealPart(span, { startSec: 38, endSec: 42 }, 100)).toEqual({ startSec: 30, endSec: 50 });
  expect(revealPart(span, { startSec: 50, endSec: 90 }, 100)).toEqual({ startSec: 50, endSec: 90 });
  expect(revealPart(span, { startSec: 1, endSec: 2 }, 100)).toEqual({ startSec: 0, endSec: 20 });
});

it('toTime stays within the span', () => {
  const span = { startSec: 20, endSec: 40 };
  expect([-1, 0, 0.25, 1, 2].map((share) => toTime(span, share))).toEqual([20, 20, 25, 40, 40]);
});

it('fitSpan gives a span of its length within the recording', () => {
  expect(fitSpan(95, 10, 100)).toEqual({ startSec: 90, endSec: 100 });
  expect(fitSpan(-5, 200, 100)).toEqual(WHOLE);
});

it('spanBetween puts moments in order and keeps them in the recording', () => {
  expect(spanBetween(7, 3, 100)).toEqual({ startSec: 3, endSec: 7 });
  expect(spanBetween(-3, 130, 100)).toEqual(WHOLE);
});
