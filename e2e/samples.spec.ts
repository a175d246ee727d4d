import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { openPage, readResult } from './support/visitor';

test('a visitor with nothing at hand tries the samples @sub-path', async ({ page }, testInfo) => {
  await openPage(page, 'wasm');
  const samples = page.getByRole('region', { name: /Try a sample/ });
  await expect(samples).toContainText('no emotion');
  await expectClean(page, 'start', (file) => testInfo.outputPath(file));
  const names = await samples.getByRole('button').allInnerTexts();
  expect(names.length).toBeGreaterThanOrEqual(3);
  const files = ['level.flac', 'lively.flac', 'slow.flac', 'hurried.flac'];
  for (const [index, name] of names.entries()) {
    await samples.getByRole('button', { name }).click();
    await readResult(page, files[index] ?? '');
    await page.getByRole('button', { name: 'Clear' }).click();
  }
});
