import { describe, expect, it } from 'vitest';
import { formatBytes, formatClock, formatDuration, formatMilliseconds, formatMoment, formatPercent } from './format';

describe('formatPercent', () => {
  it.each([
    [0, '0 %'],
    [0.0049, '<1 %'],
    [0.005, '1 %'],
    [0.624, '62 %'],
    [0.9949, '99 %'],
    [0.9951, '>99 %'],
    [1, '100 %'],
  ])('writes %d as %s', (share, text) => {
    // Number and sign stay on one line.
    expect(formatPercent(share)).toBe(text.replace(' ', '\u00a0'));
  });
});

describe('formatMilliseconds', () => {
  it.each([
    [0.04, '0.0 ms'],
    [9.94, '9.9 ms'],
    [9.96, '10 ms'],
    [1234.5, '1235 ms'],
    [9_999.6, '10.0 s'],
  ])('writes %d as %s', (milliseconds, text) => {
    expect(formatMilliseconds(milliseconds)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.84, '0.8 s'],
    [59.94, '59.9 s'],
    [59.96, '1 min 00 s'],
    [605, '10 min 05 s'],
  ])('writes %d as %s', (durationSec, text) => {
    expect(formatDuration(durationSec)).toBe(text);
  });
});

describe('formatClock', () => {
  it.each([
    [-0.1, '0:00'],
    [7.99, '0:07'],
    [760, '12:40'],
  ])('writes %d as %s', (durationSec, text) => {
    expect(formatClock(durationSec)).toBe(text);
  });
});

describe('formatBytes', () => {
  it.each([
    [12, '1\u00a0kB'],
    [48_700, '49\u00a0kB'],
    [999_499, '999\u00a0kB'],
    [999_500, '1.0\u00a0MB'],
    [12_340_000, '12.3\u00a0MB'],
  ])('writes %d bytes as %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('formatMoment', () => {
  it.each([
    [0, '0:00.0'],
    [7.349, '0:07.3'],
    // Rounded as a whole: no 0:60.0.
    [59.96, '1:00.0'],
    [754.95, '12:35.0'],
  ])('writes %d s', (timeSec, text) => {
    expect(formatMoment(timeSec)).toBe(text);
  });
});
