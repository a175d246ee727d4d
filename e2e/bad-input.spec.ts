import { expect, test } from './support/journey';
import {
  createFloatWav,
  hasSharedFolder,
  locateSample,
  readSamples,
  readVisitorFile,
  SPEECH_PATH,
  type VisitorFile,
} from './support/recordings';
import { chooseFile, findFailure, findResult, openPage, readResult } from './support/visitor';

const speech = readVisitorFile(SPEECH_PATH);

const BAD_FILES: readonly (readonly [what: string, code: string, file: VisitorFile])[] = [
  ['a text', 'decode-error', { name: 'letter.wav', bytes: Buffer.from('Dear reader, this is no sound. '.repeat(50)) }],
  ['an empty file', 'decode-error', { name: 'empty.mp3', bytes: Buffer.alloc(0) }],
  ['a file cut off in its header', 'decode-error', { name: 'cut.wav', bytes: speech.bytes.subarray(0, 30) }],
  ['silence', 'silent', createFloatWav('silence.wav', new Float32Array(32_000))],
  ['a tenth of a second', 'too-short', createFloatWav('short.wav', new Float32Array(1600).fill(0.1))],
  ['samples that are no numbers', 'not-finite', createFloatWav('broken.wav', new Float32Array(32_000).fill(NaN))],
];

test('every bad file gets its own words, and a good one is heard after it', async ({ page }) => {
  await openPage(page, 'wasm');
  const titles = new Set<string>();
  for (const [what, code, file] of BAD_FILES) {
    await chooseFile(page, file);
    const failure = findFailure(page).filter({ hasText: file.name });
    await expect(failure, what).toHaveAttribute('data-error-code', code);
    titles.add(await failure.getByRole('heading').innerText());
    await chooseFile(page, speech);
    await readResult(page, 'speech.wav');
    await expect(findFailure(page)).toHaveCount(0);
  }
  expect(titles.size).toBe(new Set(BAD_FILES.map(([, code]) => code)).size);
});

test('broken and hostile files are answered, one after another', async ({ page }) => {
  test.skip(!hasSharedFolder, 'The collection of broken files in ../shared is not here.');
  test.setTimeout(600_000);
  await openPage(page, 'wasm');
  const wrong: string[] = [];
  for (const [index, sample] of readSamples('invalid').entries()) {
    const name = `${index}-${sample.name}`;
    await chooseFile(page, { ...readVisitorFile(locateSample('invalid', sample)), name });
    const failure = findFailure(page).filter({ hasText: name });
    const result = findResult(page, name);
    // An hour of silence is among them: it is decoded and resampled before it is known to be silent.
    await expect(failure.or(result), name).toBeVisible({ timeout: 180_000 });
    const answer = (await result.count()) > 0 ? 'ok' : await failure.getAttribute('data-error-code');
    const right = [sample.expect, ...(sample.also_accept ?? [])].flatMap((answers) => answers.split('-or-'));
    if (answer === null || !right.includes(answer))
      wrong.push(`${sample.file}: ${answer}, expected ${right.join(' or ')}`);
  }
  expect(wrong).toEqual([]);
  await chooseFile(page, speech);
  await readResult(page, 'speech.wav');
});
