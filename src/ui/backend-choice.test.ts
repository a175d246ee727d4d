import { expect, it } from 'vitest';
import { readBackendChoice } from './backend-choice';

it.each([
  ['', 'auto'],
  ['?backend=webgl', 'webgl'],
  ['?lang=en&backend=wasm', 'wasm'],
  ['?backend=cuda', 'auto'],
  ['?backend=WASM', 'auto'],
  ['?backend', 'auto'],
])('reads %s as %s', (search, choice) => {
  expect(readBackendChoice(search)).toBe(choice);
});
