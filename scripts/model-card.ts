/** `npm run model-card`: writes docs/model-card.md, after measuring what is measured on the published weights. */
import { parseArgs } from 'node:util';
import { CARD_DOCUMENT } from './card-document';
import { describeModel, SHIPPED_MODEL } from './describe-model';
import { runCommand } from './run-command';

const HELP = `Usage: npm run model-card -- [options]

Writes ${CARD_DOCUMENT} from the card of ${SHIPPED_MODEL}.

  --data DIR      first measure calibration, validation figures and robustness of the published weights on the validation
                  speakers in DIR, and write them into the card. Test speakers are not touched
  --model DIR     folder of the model (default: ${SHIPPED_MODEL}); only the default's card is written to ${CARD_DOCUMENT}
  --help          this text`;

await runCommand(async () => {
  const { values: options } = parseArgs({
    options: {
      data: { type: 'string' },
      model: { type: 'string', default: SHIPPED_MODEL },
      help: { type: 'boolean', default: false },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }
  await describeModel(options.model, options.data);
});
