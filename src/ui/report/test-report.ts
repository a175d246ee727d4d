/** A report for tests: eight clips of two corpora, five judged rightly. */
import { EMOTIONS, type Emotion } from '../../contract/emotions';
import type { CorpusReport, EmotionScores, Report } from '../../contract/report';

const NONE: EmotionScores = { precision: 0, recall: 0, f1: 0, support: 0 };

function describePart(
  confusion: CorpusReport['confusion'],
  figures: Pick<CorpusReport, 'clips' | 'speakers' | 'accuracy' | 'uar' | 'macroF1'>,
  scores: Partial<Record<Emotion, EmotionScores>>,
): CorpusReport {
  const { accuracy, uar, macroF1 } = figures;
  return {
    ...figures,
    interval: {
      accuracy: [accuracy - 0.125, accuracy + 0.125],
      uar: [uar - 0.25, uar + 0.25],
      macroF1: [macroF1 - 0.0625, macroF1 + 0.0625],
    },
    bootstrap: { over: 'speakers', accuracy, uar, macroF1 },
    perEmotion: Object.fromEntries(EMOTIONS.map((emotion) => [emotion, scores[emotion] ?? NONE])) as Record<
      Emotion,
      EmotionScores
    >,
    confusion,
  };
}

/** Counts by truth and by what was said; what is not named is 0. */
function count(cells: readonly (readonly [truth: Emotion, said: Emotion, clips: number])[]): number[][] {
  return EMOTIONS.map((truth) =>
    EMOTIONS.map((said) => cells.find((cell) => cell[0] === truth && cell[1] === said)?.[2] ?? 0),
  );
}

/** Of all clips four are angry and four sad; one angry clip was called happy, two sad ones angry. */
export const TEST_REPORT: Report = {
  ...describePart(
    count([
      ['angry', 'angry', 3],
      ['angry', 'happy', 1],
      ['sad', 'angry', 2],
      ['sad', 'sad', 2],
    ]),
    { clips: 8, speakers: 4, accuracy: 0.625, uar: 0.625, macroF1: 0.65 },
    {
      angry: { precision: 0.6, recall: 0.75, f1: 2 / 3, support: 4 },
      sad: { precision: 1, recall: 0.5, f1: 2 / 3, support: 4 },
    },
  ),
  trainClips: 1234,
  perCorpus: {
    'crema-d': describePart(
      count([
        ['angry', 'angry', 3],
        ['angry', 'happy', 1],
      ]),
      { clips: 4, speakers: 2, accuracy: 0.75, uar: 0.75, macroF1: 0.75 },
      { angry: { precision: 1, recall: 0.75, f1: 6 / 7, support: 4 } },
    ),
    ravdess: describePart(
      count([
        ['sad', 'angry', 2],
        ['sad', 'sad', 2],
      ]),
      { clips: 4, speakers: 2, accuracy: 0.5, uar: 0.5, macroF1: 0.5 },
      { sad: { precision: 1, recall: 0.5, f1: 2 / 3, support: 4 } },
    ),
  },
  certainty: {
    calibrationError: 0.0416,
    bins: [
      { low: 0, high: 0.5, clips: 0, confidence: 0, accuracy: 0 },
      { low: 0.5, high: 1, clips: 8, confidence: 0.6666, accuracy: 0.625 },
    ],
    uncertainBelow: 0.5,
    coverage: 0.875,
    accuracyWhenCertain: 0.7142857,
  },
  robustness: [
    { condition: 'as recorded', accuracy: 0.625, uar: 0.625, changedLabels: 0 },
    { condition: 'white noise, 10 dB', accuracy: 0.375, uar: 0.375, changedLabels: 0.25, contradictions: 0.125 },
  ],
};
