import { expect, it } from 'vitest';
import { formatHertz, formatOdds, formatSigned } from './listened-words';

it.each([
  [1.34, '+1.3'],
  [-0.44, '−0.4'],
  [-0.04, '0.0'],
])('formatSigned writes %d as %s', (value, text) => {
  expect(formatSigned(value, 1)).toBe(text);
});

it('formatHertz sets thousands apart', () => {
  expect(formatHertz(1480.4)).toBe('1,480\u00a0Hz');
});

it.each([
  [Math.log(3.2), '÷\u00a03.2'],
  [-Math.log(1.5), '×\u00a01.5'],
  [Math.log(57), '÷\u00a057'],
  [20, '÷\u00a0over 1,000'],
])('formatOdds writes a fall of %d as %s', (fall, text) => {
  expect(formatOdds(fall)).toBe(text);
});
