/** Completing a published model's card, and writing the shipped one's for people. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ModelCard } from '../src/contract/model-card';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { completeCard } from '../src/training/complete-card';
import { startNodeBackend } from '../src/training/node-backend';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModelCard } from '../src/training/publish';
import { CARD_DOCUMENT, renderCardDocument } from './card-document';

/** The model that the page loads. */
export const SHIPPED_MODEL = 'public/model';

/**
 * Measures what is measured on published weights, on the validation speakers of a folder, and writes it into their card;
 * the shipped model's card is also written for people.
 * @param dataFolder without it nothing is measured
 */
export async function describeModel(modelFolder: string, dataFolder?: string): Promise<void> {
  let card = JSON.parse(await readFile(join(modelFolder, 'model-card.json'), 'utf8')) as ModelCard;
  if (dataFolder !== undefined) {
    await startNodeBackend();
    let bar: ProgressBar | null = null;
    card = await completeCard(card, {
      readFile: createModelFolderReader(modelFolder),
      dataFolder,
      isValidation: (clip) => assignSplitRole(clip) === 'validation',
      onProgress: (stage, done, total) => {
        bar ??= new ProgressBar(stage);
        bar.update(done, total);
        if (done === total) bar = null;
      },
    });
    await writeModelCard(card, modelFolder);
  }
  if (resolve(modelFolder) !== resolve(SHIPPED_MODEL)) return;
  await writeFile(CARD_DOCUMENT, await renderCardDocument(card));
  console.log(`written: ${CARD_DOCUMENT}`);
}
