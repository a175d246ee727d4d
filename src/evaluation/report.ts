/** Labels and predictions → `Report`. Pure arithmetic on integers and shares. */
import { EMOTIONS, type Emotion } from '../contract/emotions';
import type { ModelCard } from '../contract/model-card';
import type { BootstrapUnit, CorpusReport, EmotionScores, Report } from '../contract/report';
import { bootstrapFigures } from './bootstrap';
import { describeCertainty, type ClipProbabilities } from './calibration';
import {
  computeAccuracy,
  computeMacroF1,
  computeUar,
  countConfusion,
  countSpeakers,
  scoreEmotion,
  type JudgedClip,
} from './confusion';

/**
 * The report of a set of judged clips.
 * @param clips at least one
 * @param trainClips clips the weights were trained on, 0 when unknown
 * @param over what the bootstrap draws: clips where the weights have heard the same speakers in training
 * @throws RangeError for an empty set
 */
export function buildReport(
  clips: readonly JudgedClip[],
  trainClips: number,
  over: BootstrapUnit = 'speakers',
): Report {
  if (clips.length === 0) throw new RangeError('Expected at least one judged clip, got none.');
  const corpora = [...new Set(clips.map(({ corpus }) => corpus))].sort();
  return {
    ...reportCorpus(clips, over),
    trainClips,
    perCorpus: Object.fromEntries(
      corpora.map((corpus) => [
        corpus,
        reportCorpus(
          clips.filter((clip) => clip.corpus === corpus),
          over,
        ),
      ]),
    ),
  };
}

/**
 * The report of published weights on labelled recordings, as `npm run evaluate` and the page give it.
 * @param clips at least one, in the order of their paths: what the bootstrap draws depends on it
 * @param card of the weights
 * @throws RangeError for an empty set
 */
export function reportEvaluation(
  clips: readonly (JudgedClip & ClipProbabilities)[],
  card: Pick<ModelCard, 'data' | 'calibration'>,
): Report {
  const trainClips = card.data.reduce((sum, corpus) => sum + corpus.clips, 0);
  return {
    ...buildReport(clips, trainClips),
    certainty: describeCertainty(clips, card.calibration?.uncertainBelow),
  };
}

function reportCorpus(clips: readonly JudgedClip[], over: BootstrapUnit): CorpusReport {
  const confusion = countConfusion(clips);
  const scores = EMOTIONS.map((_, emotion) => scoreEmotion(confusion, emotion));
  return {
    clips: clips.length,
    speakers: countSpeakers(clips),
    accuracy: computeAccuracy(confusion),
    uar: computeUar(confusion),
    macroF1: computeMacroF1(confusion),
    ...bootstrapFigures(clips, over),
    perEmotion: Object.fromEntries(EMOTIONS.map((emotion, i) => [emotion, scores[i]])) as Record<
      Emotion,
      EmotionScores
    >,
    confusion,
  };
}
