/**
 * Says what the network hears in uncompressed recordings, in Node, by the code that the page runs:
 *
 *     npx tsx scripts/classify.ts [--model DIR] FILE.wav …
 *
 * Prints a JSON array, in the files' order: `{ file, durationSec, emotion, probabilities: { [emotion]: 0…1 } }`.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { readPcmFile } from '../src/audio/read-file';
import { collectPcm } from '../src/audio/to-pcm';
import { EMOTIONS } from '../src/contract/emotions';
import { extractWindows } from '../src/features/extract-recording';
import { type Classifier, loadClassifier } from '../src/network/classifier';
import { summarise } from '../src/recognition/summarise';

/** Loads the model of a folder on tfjs's WebAssembly backend, the one that Node has. */
function loadFromFolder(folder: string): Promise<Classifier> {
  const wasmPackage = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json');
  return loadClassifier({
    readFile: async (name) => new Uint8Array(await readFile(join(folder, name))),
    backend: 'wasm',
    wasmPaths: join(dirname(wasmPackage), 'wasm-out') + sep,
    onProgress: () => undefined,
  });
}

async function classifyFile(path: string, classifier: Classifier) {
  const pcm = await collectPcm(readPcmFile(new Uint8Array(await readFile(path))));
  const windows = extractWindows(pcm);
  const rows = await classifier.classify(windows);
  const { emotion, probabilities } = summarise(
    windows.map(({ startSec, endSec }, index) => ({ startSec, endSec, probabilities: rows[index] ?? [] })),
  );
  return {
    file: path,
    durationSec: pcm.samples.length / pcm.sampleRateHz,
    emotion,
    probabilities: Object.fromEntries(EMOTIONS.map((name, index) => [name, probabilities[index]])),
  };
}

const { values, positionals } = parseArgs({
  options: { model: { type: 'string', default: 'public/model' } },
  allowPositionals: true,
});
const classifier = await loadFromFolder(values.model);
const results = [];
for (const path of positionals) results.push(await classifyFile(path, classifier));
console.log(JSON.stringify(results, null, 2));
classifier.dispose();
