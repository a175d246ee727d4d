/** Whether the network keeps its opinion to itself where nobody speaks. */
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { EMOTIONS, indexOfHighest } from '../../contract/emotions';
import { UndertoneError } from '../../contract/errors';
import type { NotSpeechFigures } from '../../contract/model-card';
import { SAMPLE_RATE_HZ } from '../../contract/pcm';
import { applyTemperature } from '../../evaluation/calibration';
import { createRandom } from '../../evaluation/random';
import { extractWindowLevels, type WindowLevels } from '../../features/extract-recording';
import { predictWindows } from '../judge';
import { createNotSpeechSound, NOT_SPEECH_SOUNDS, type NotSpeechSound } from './not-speech-sounds';

/** Recordings of each sound. */
const CASES = 25;

/**
 * Lets the page's path judge 25 recordings of each sound: no speech is found, or the network is uncertain, or it names an
 * emotion.
 * @param model answers with calibrated logits
 * @param uncertainBelow highest probability below which a recording is called uncertain
 */
export function judgeNotSpeech(model: LayersModel, uncertainBelow: number): NotSpeechFigures[] {
  return NOT_SPEECH_SOUNDS.map((sound) => {
    const named: Record<string, number> = {};
    let [noSpeech, uncertain] = [0, 0];
    for (let seed = 1; seed <= CASES; seed++) {
      const windows = findWindows(sound, seed);
      if (windows === null) {
        noSpeech++;
        continue;
      }
      const { probabilities } = applyTemperature({ truth: NaN, windows: predictWindows(model, windows) }, 1);
      const highest = indexOfHighest(probabilities);
      const emotion = EMOTIONS[highest] ?? '';
      if ((probabilities[highest] ?? NaN) < uncertainBelow) uncertain++;
      else named[emotion] = (named[emotion] ?? 0) + 1;
    }
    return { sound, cases: CASES, noSpeech, uncertain, named };
  });
}

/** Windows of what is taken for speech; `null` where nothing is. */
function findWindows(sound: NotSpeechSound, seed: number): WindowLevels[] | null {
  try {
    const samples = createNotSpeechSound(sound, createRandom(seed));
    return extractWindowLevels({ samples, sampleRateHz: SAMPLE_RATE_HZ });
  } catch (thrown) {
    if (thrown instanceof UndertoneError && thrown.code === 'silent') return null;
    throw thrown;
  }
}
