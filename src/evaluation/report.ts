/** Labels and predictions → `Report`. Pure arithmetic on integers and shares. */
import { EMOTIONS, type Emotion } from '../contract/emotions';
import type { CorpusReport, EmotionScores, Report } from '../contract/report';
import { bootstrapIntervals } from './bootstrap';
import { average, computeAccuracy, computeUar, countConfusion, countSpeakers, type JudgedClip } from './confusion';

/**
 * The report of a set of judged clips.
 * @param clips at least one
 * @param trainClips clips the weights were trained on, 0 when unknown
 * @throws RangeError for an empty set
 */
export function buildReport(clips: readonly JudgedClip[], trainClips: number): Report {
  if (clips.length === 0) throw new RangeError('Expected at least one judged clip, got none.');
  const corpora = [...new Set(clips.map(({ corpus }) => corpus))].sort();
  return {
    ...reportCorpus(clips),
    trainClips,
    perCorpus: Object.fromEntries(
      corpora.map((corpus) => [corpus, reportCorpus(clips.filter((clip) => clip.corpus === corpus))]),
    ),
  };
}

function reportCorpus(clips: readonly JudgedClip[]): CorpusReport {
  const confusion = countConfusion(clips);
  const scores = EMOTIONS.map((_, emotion) => scoreEmotion(confusion, emotion));
  const occurring = scores.filter(({ support }) => support > 0);
  return {
    clips: clips.length,
    speakers: countSpeakers(clips),
    accuracy: computeAccuracy(confusion),
    uar: computeUar(confusion),
    macroF1: average(occurring.map(({ f1 }) => f1)),
    interval: bootstrapIntervals(clips),
    perEmotion: Object.fromEntries(EMOTIONS.map((emotion, i) => [emotion, scores[i]])) as Record<
      Emotion,
      EmotionScores
    >,
    confusion,
  };
}

/** Precision, recall and F1 of one class; what is undefined (0 / 0) counts as 0. */
function scoreEmotion(confusion: readonly (readonly number[])[], emotion: number): EmotionScores {
  const support = (confusion[emotion] ?? []).reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, row) => sum + (row[emotion] ?? 0), 0);
  const correct = confusion[emotion]?.[emotion] ?? 0;
  const precision = predicted > 0 ? correct / predicted : 0;
  const recall = support > 0 ? correct / support : 0;
  const f1 = correct > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, support };
}
