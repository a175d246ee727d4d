import { expect, it } from 'vitest';
import { listAppFiles } from './build-service-worker';

it('lists everything but the model, with a revision wherever the name does not tell the content', () => {
  const contents = new Map([
    ['index.html', 'page'],
    ['assets/index-C1g07mc8.css', 'style'],
    ['assets/plain.js', 'script'],
    ['model/weights.bin', 'weights'],
  ]);
  const files = listAppFiles(contents);
  expect(files.map(({ url }) => url)).toEqual(['assets/index-C1g07mc8.css', 'assets/plain.js', 'index.html']);
  expect(files.map(({ revision }) => revision !== null)).toEqual([false, true, true]);
  const again = listAppFiles(contents.set('index.html', 'another page'));
  expect(again[2]?.revision).not.toBe(files[2]?.revision);
  expect(again[1]).toEqual(files[1]);
});
