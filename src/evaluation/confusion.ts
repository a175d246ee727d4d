/** Confusion matrices and what is read off them. */
import { EMOTIONS } from '../contract/emotions';
import type { CorpusName, EmotionScores } from '../contract/report';

/** One judged clip: who spoke, what is true, what was said (indices into `EMOTIONS`). */
export interface JudgedClip {
  readonly corpus: CorpusName;
  /** Null when unknown. */
  readonly speaker: string | null;
  readonly truth: number;
  readonly predicted: number;
}

/** Counts: rows are the true class, columns the predicted one. */
export function countConfusion(clips: readonly JudgedClip[]): number[][] {
  const confusion = EMOTIONS.map(() => EMOTIONS.map(() => 0));
  for (const { truth, predicted } of clips) {
    const row = confusion[truth];
    if (row?.[predicted] === undefined) throw new RangeError(`No emotion has index ${truth} or ${predicted}.`);
    row[predicted] += 1;
  }
  return confusion;
}

/** Share of clips on the diagonal, 0…1. */
export function computeAccuracy(confusion: readonly (readonly number[])[]): number {
  const correct = confusion.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  return correct / confusion.flat().reduce((sum, count) => sum + count, 0);
}

/** Unweighted average recall over the classes that occur, 0…1. */
export function computeUar(confusion: readonly (readonly number[])[]): number {
  const recalls = confusion.flatMap((row, i) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return support > 0 ? [(row[i] ?? 0) / support] : [];
  });
  return average(recalls);
}

/** Precision, recall and F1 of one class; what is undefined (0 / 0) counts as 0. */
export function scoreEmotion(confusion: readonly (readonly number[])[], emotion: number): EmotionScores {
  const support = (confusion[emotion] ?? []).reduce((sum, count) => sum + count, 0);
  const predicted = confusion.reduce((sum, row) => sum + (row[emotion] ?? 0), 0);
  const correct = confusion[emotion]?.[emotion] ?? 0;
  const precision = predicted > 0 ? correct / predicted : 0;
  const recall = support > 0 ? correct / support : 0;
  const f1 = correct > 0 ? (2 * precision * recall) / (precision + recall) : 0;
  return { precision, recall, f1, support };
}

/** Mean F1 over the classes that occur, 0…1. */
export function computeMacroF1(confusion: readonly (readonly number[])[]): number {
  const scores = confusion.map((_, emotion) => scoreEmotion(confusion, emotion));
  return average(scores.flatMap(({ f1, support }) => (support > 0 ? [f1] : [])));
}

/** Arithmetic mean. */
export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Different known speakers. */
export function countSpeakers(clips: readonly { readonly speaker: string | null }[]): number {
  return new Set(clips.flatMap(({ speaker }) => (speaker === null ? [] : [speaker]))).size;
}
