/** `npm run model-card`: writes docs/model-card.md, after measuring what is measured on the published weights. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ModelCard } from '../src/contract/model-card';
import { assignSplitRole } from '../src/corpora/speaker-split';
import { completeCard } from '../src/training/complete-card';
import { startNodeBackend } from '../src/training/node-backend';
import { ProgressBar } from '../src/training/progress-bar';
import { createModelFolderReader, writeModelCard } from '../src/training/publish';
import { CARD_DOCUMENT, renderCardDocument } from './card-document';
import { runCommand } from './run-command';

const HELP = `Usage: npm run model-card -- [options]

Writes ${CARD_DOCUMENT} from public/model/model-card.json.

  --data DIR      first measure calibration, validation figures and robustness of the published weights on the validation
                  speakers in DIR, and write them into the card. Test speakers are not touched
  --model DIR     folder of the model (default: public/model)
  --help          this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      model: { type: 'string', default: 'public/model' },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }
  let card = JSON.parse(await readFile(join(options.model, 'model-card.json'), 'utf8')) as ModelCard;
  if (options.data !== undefined) {
    await startNodeBackend();
    let bar: ProgressBar | null = null;
    card = await completeCard(card, {
      readFile: createModelFolderReader(options.model),
      dataFolder: options.data,
      isValidation: (clip) => assignSplitRole(clip) === 'validation',
      onProgress: (stage, done, total) => {
        bar ??= new ProgressBar(stage);
        bar.update(done, total);
        if (done === total) bar = null;
      },
    });
    await writeModelCard(card, options.model);
  }
  await writeFile(CARD_DOCUMENT, await renderCardDocument(card));
  console.log(`written: ${CARD_DOCUMENT}`);
});
