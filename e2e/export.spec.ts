import { writeFileSync } from 'node:fs';
import { readCsv, readDownload } from './support/downloads';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

for (const backend of ['webgl', 'wasm'] as const) {
  test(`a result is taken away as tables, JSON and a picture on ${backend}`, async ({ page }, testInfo) => {
    await openPage(page, backend);
    await chooseFile(page, readVisitorFile(SPEECH_PATH));
    const shown = await readResult(page, 'speech.wav');
    const save = (name: string) =>
      readDownload(page, page.getByRole('button', { name: `Save as ${name}`, exact: true }));

    const table = await save('CSV');
    expect(table.fileName).toBe('speech.csv');
    const [line, ...others] = readCsv(table.bytes);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ file: 'speech.wav', emotion: shown.emotion, backend });

    const segments = await save('CSV of segments');
    expect(segments.fileName).toBe('speech-segments.csv');
    expect(readCsv(segments.bytes).length).toBeGreaterThan(0);

    const json = await save('JSON');
    expect(json.fileName).toBe('speech.json');
    const { recordings } = JSON.parse(json.bytes.toString()) as { recordings: { probabilities: object }[] };
    expect(recordings[0]?.probabilities).toEqual(shown.probabilities);

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const picture = await save('picture');
      expect(picture.fileName).toBe('speech.png');
      expect(picture.bytes.subarray(1, 4).toString()).toBe('PNG');
      // Width and height lie behind the signature and the head of the first chunk.
      expect([picture.bytes.readUInt32BE(16), picture.bytes.readUInt32BE(20)]).toEqual([2400, 1720]);
      writeFileSync(testInfo.outputPath(`picture-${colorScheme}.png`), picture.bytes);
    }
  });
}
