/** Completing a published model's card, and writing the shipped one's for people. */
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ModelCard } from '../src/contract/model-card';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { completeCard } from '../src/training/complete-card';
import { checkGoals } from '../src/training/goals';
import { startNodeBackend } from '../src/training/node-backend';
import { createModelFolderReader, writeModelCard } from '../src/training/publish';
import { CARD_DOCUMENT, renderCardDocument } from './card-document';
import { ProgressStages } from './progress-stages';

/** The model that the page loads. */
export const SHIPPED_MODEL = 'public/model';

/** The card of a model. */
export async function readModelCard(modelFolder: string): Promise<ModelCard> {
  return JSON.parse(await readFile(join(modelFolder, 'model-card.json'), 'utf8')) as ModelCard;
}

/**
 * Measures what is measured on published weights, on the validation speakers of a folder, and writes it into their card,
 * with what came of the goals; the shipped model's card is also written for people.
 * @param dataFolder without it nothing is measured
 */
export async function describeModel(modelFolder: string, dataFolder?: string): Promise<void> {
  let card = await readModelCard(modelFolder);
  if (dataFolder !== undefined) {
    await startNodeBackend();
    card = await completeCard(card, {
      readFile: createModelFolderReader(modelFolder),
      dataFolder,
      isValidation: (clip) => assignSplitRole(clip) === 'validation',
      onProgress: new ProgressStages().update,
    });
  }
  card = { ...card, goals: checkGoals(card) };
  await writeModelCard(card, modelFolder);
  if (resolve(modelFolder) !== resolve(SHIPPED_MODEL)) return;
  await writeFile(CARD_DOCUMENT, await renderCardDocument(card));
  console.log(`written: ${CARD_DOCUMENT}`);
}
