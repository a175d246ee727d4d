/** The parts of a model card that are measured on the published weights, with the code that the page runs. Node only. */
import type { ModelCard } from '../contract/model-card';
import type { LabelledClip } from '../corpora/labelled-clip';
import { calibrate, describeCertainty } from '../evaluation/calibration';
import { buildReport } from '../evaluation/report';
import { foldBatchNorm } from '../network/fold-batch-norm';
import { loadWeights, type ReadModelFile } from '../network/load-network';
import { divideLogits } from '../network/temperature';
import { PUBLISHED_FIGURES, USE_STATEMENT } from './card-sections';
import { evaluateFolder } from './evaluate-folder';
import { CONDITIONS } from './robustness/conditions';
import { judgeNotSpeech } from './robustness/judge-not-speech';

/** The recordings to measure on. */
export interface CardMeasurement {
  /** Reads the published weights. */
  readonly readFile: ReadModelFile;
  readonly dataFolder: string;
  /** Chooses the validation clips. */
  readonly isValidation: (clip: LabelledClip) => boolean;
  /** Called after each file. */
  readonly onProgress: (stage: 'calibrating' | 'spoiling', done: number, total: number) => void;
}

/**
 * Measures calibration, then the validation report and the robustness of the calibrated network, and adds what is said of
 * the weights. Needs a backend to be set.
 * @returns the card with these sections replaced; what else it holds stays
 * @throws UndertoneError as `loadWeights`; Error as `evaluateFolder`
 */
export async function completeCard(card: ModelCard, measurement: CardMeasurement): Promise<ModelCard> {
  const { readFile, dataFolder, isValidation, onProgress } = measurement;
  const loaded = await loadWeights(readFile, card.weights, () => undefined);
  const model = await foldBatchNorm(loaded);
  loaded.dispose();
  try {
    const uncalibrated = await evaluateFolder(model, dataFolder, {
      wants: isValidation,
      onProgress: (done, total) => {
        onProgress('calibrating', done, total);
      },
    });
    const calibration = calibrate(uncalibrated.verdicts);
    divideLogits(model, calibration.temperature);
    const { verdicts, robustness } = await evaluateFolder(model, dataFolder, {
      wants: isValidation,
      conditions: CONDITIONS,
      onProgress: (done, total) => {
        onProgress('spoiling', done, total);
      },
    });
    const { trainClips } = card.validation;
    const certainty = describeCertainty(verdicts, calibration.uncertainBelow);
    return {
      ...card,
      validation: { ...buildReport(verdicts, trainClips), certainty },
      calibration,
      robustness,
      notSpeech: judgeNotSpeech(model, calibration.uncertainBelow),
      published: PUBLISHED_FIGURES,
      use: USE_STATEMENT,
    };
  } finally {
    model.dispose();
  }
}
