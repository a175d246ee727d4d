/** Says what the network hears in uncompressed recordings, in Node, by the code that the page runs. */
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readPcmFile } from '../src/audio/read-file';
import { collectPcm } from '../src/audio/to-pcm';
import { EMOTIONS } from '../src/contract/emotions';
import { extractWindows } from '../src/features/extract-recording';
import type { Classifier } from '../src/network/classifier';
import { summarise } from '../src/evaluation/summarise';
import { openClassifier } from './open-classifier';
import { runCommand } from './run-command';

const HELP = `Usage: npx tsx scripts/classify.ts [--model DIR] FILE.wav ...

Prints a JSON array, in the files' order: { file, durationSec, emotion, probabilities: { [emotion]: 0...1 } }.`;

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

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: { model: { type: 'string', default: 'public/model' }, help: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  if (values.help || positionals.length === 0) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const classifier = await openClassifier(values.model);
  const results = [];
  for (const path of positionals) results.push(await classifyFile(path, classifier));
  console.log(JSON.stringify(results, null, 2));
  classifier.dispose();
});
