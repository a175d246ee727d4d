import { expect, it } from 'vitest';
import { nameAfter } from './download';

it.each([
  ['speech.wav', 'speech.csv'],
  ['two.words.wav', 'two.words.csv'],
  ['folder/a:b.ogg', 'folder-a-b.csv'],
  ['.wav', 'undertone.csv'],
  ['noending', 'noending.csv'],
])('names what is made of %s', (fileName, expected) => {
  expect(nameAfter(fileName, '.csv')).toBe(expected);
});
