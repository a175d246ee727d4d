import { expect, it } from 'vitest';
import { formatBytes } from './history-words';

it.each([
  [12, '1 kB'],
  [48_700, '49 kB'],
  [999_499, '999 kB'],
  [999_500, '1.0 MB'],
  [12_340_000, '12.3 MB'],
])('writes %d bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});
