import { describe, expect, it } from 'vitest';
import { EMOTIONS, indexOfEmotion, type Emotion } from '../contract/emotions';
import type { JudgedClip } from './confusion';
import { formatReport } from './format-report';
import { buildReport } from './report';

const judge = (truth: Emotion, predicted: Emotion, speaker = 'crema-d/1'): JudgedClip => ({
  corpus: speaker.startsWith('ravdess') ? 'ravdess' : 'crema-d',
  speaker,
  truth: indexOfEmotion(truth),
  predicted: indexOfEmotion(predicted),
});

/** Four angry, one of them taken for sad; two sad, one taken for calm; one happy, taken for angry. */
const CLIPS = [
  judge('angry', 'angry'),
  judge('angry', 'angry', 'crema-d/2'),
  judge('angry', 'angry', 'ravdess/1'),
  judge('angry', 'sad', 'ravdess/2'),
  judge('sad', 'sad'),
  judge('sad', 'calm', 'ravdess/1'),
  judge('happy', 'angry', 'crema-d/2'),
];

describe('buildReport', () => {
  const report = buildReport(CLIPS, 42);

  it('computes precision, recall and F1 by hand', () => {
    expect(report.perEmotion.angry).toEqual({ precision: 3 / 4, recall: 3 / 4, f1: 0.75, support: 4 });
    expect(report.perEmotion.sad).toEqual({ precision: 1 / 2, recall: 1 / 2, f1: 0.5, support: 2 });
    // Recognised never, though said of none: 0 / 0 counts as 0.
    expect(report.perEmotion.happy).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    // Said once, never true.
    expect(report.perEmotion.calm).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
    expect(report.perEmotion.fear).toEqual({ precision: 0, recall: 0, f1: 0, support: 0 });
  });

  it('averages over the emotions that occur', () => {
    expect(report).toMatchObject({ clips: 7, speakers: 4, trainClips: 42 });
    expect(report.accuracy).toBeCloseTo(4 / 7, 12);
    expect(report.uar).toBeCloseTo((0.75 + 0.5 + 0) / 3, 12);
    expect(report.macroF1).toBeCloseTo((0.75 + 0.5 + 0) / 3, 12);
  });

  it('says the same of each corpus by itself', () => {
    expect(Object.keys(report.perCorpus)).toEqual(['crema-d', 'ravdess']);
    const { ravdess, 'crema-d': cremaD } = report.perCorpus;
    expect(ravdess).toMatchObject({ clips: 3, speakers: 2, accuracy: 1 / 3, uar: (1 / 2 + 0) / 2 });
    expect(ravdess?.perEmotion.angry).toEqual({ precision: 1, recall: 1 / 2, f1: 2 / 3, support: 2 });
    expect(ravdess?.macroF1).toBeCloseTo((2 / 3 + 0) / 2, 12);
    expect(cremaD).toMatchObject({ clips: 4, accuracy: 3 / 4, uar: (1 + 1 + 0) / 3 });
    const sums = report.confusion.map((row, i) =>
      row.map((_, j) => (ravdess?.confusion[i]?.[j] ?? 0) + (cremaD?.confusion[i]?.[j] ?? 0)),
    );
    expect(sums).toEqual(report.confusion);
  });

  it('agrees with the example of sklearn.metrics.f1_score (macro), precision_score and recall_score', () => {
    const truths = [0, 1, 2, 0, 1, 2];
    const predictions = [0, 2, 1, 0, 0, 1];
    const clips = truths.map((truth, i) => ({
      ...judge('angry', 'angry'),
      truth,
      predicted: predictions[i] ?? NaN,
    }));
    const { macroF1, perEmotion } = buildReport(clips, 0);
    // Documented as 0.26…, 0.22… and 0.33….
    expect(macroF1).toBeCloseTo(0.8 / 3, 12);
    const scores = EMOTIONS.slice(0, 3).map((emotion) => perEmotion[emotion]);
    expect(scores.reduce((sum, { precision }) => sum + precision, 0) / 3).toBeCloseTo(2 / 9, 12);
    expect(scores.reduce((sum, { recall }) => sum + recall, 0) / 3).toBeCloseTo(1 / 3, 12);
  });

  it('counts known speakers only', () => {
    expect(buildReport([{ ...judge('sad', 'sad'), speaker: null }, judge('sad', 'sad')], 0).speakers).toBe(1);
  });

  it('refuses an empty set', () => {
    expect(() => buildReport([], 0)).toThrow(RangeError);
  });

  it('stays finite for a single clip', () => {
    const single = buildReport([judge('sad', 'sad')], 0);
    expect(single).toMatchObject({ accuracy: 1, uar: 1, macroF1: 1, interval: { accuracy: [1, 1], uar: [1, 1] } });
  });
});

describe('formatReport', () => {
  it('prints every figure of the report', () => {
    const lines = formatReport(buildReport(CLIPS, 42)).split('\n');
    // Clips, speakers, accuracy and UAR each with its interval, macro-F1.
    expect(lines[1]).toMatch(/^all +7 +4 +57\.1 % \(\d+\.\d % to \d+\.\d %\) +41\.7 % \(.+\) +41\.7 %$/);
    expect(lines[2]).toMatch(/^crema-d +4 +2 +75\.0 % \(/);
    expect(lines[3]).toMatch(/^ravdess +3 +2 +33\.3 % \(/);
    // Precision, recall, F1, support, then the row of the confusion matrix: of all clips first.
    const angry = lines.filter((line) => line.startsWith('angry'));
    expect(angry).toHaveLength(3);
    expect(angry[0]).toMatch(/^angry +75\.0 % +75\.0 % +75\.0 % +4 +3 +0 +0 +0 +0 +0 +1 +0$/);
    expect(angry[2]).toMatch(/^angry +100\.0 % +50\.0 % +66\.7 % +2 +1 +0 +0 +0 +0 +0 +1 +0$/);
  });

  it('says what the bootstrap drew, and the mean of what came of it', () => {
    const bySpeaker = buildReport(CLIPS, 42);
    expect(formatReport(bySpeaker)).toMatch(/bootstrap over speakers[^]*UAR, mean of the resamples: all \d/);
    const mean = `ravdess ${(100 * (bySpeaker.perCorpus.ravdess?.bootstrap?.uar ?? NaN)).toFixed(1)} %`;
    expect(formatReport(bySpeaker)).toContain(mean);
    const byClip = buildReport(CLIPS, 42, 'clips');
    expect(byClip.perCorpus.ravdess?.bootstrap?.over).toBe('clips');
    expect(formatReport(byClip)).toContain('bootstrap over clips');
  });

  it('prints certainty and robustness where they were measured', () => {
    const report = buildReport(CLIPS, 42);
    expect(formatReport(report)).not.toMatch(/calibration|accuracy +UAR +changed/);
    const certainty = {
      calibrationError: 0.0441,
      bins: [],
      uncertainBelow: 0.5,
      coverage: 0.5,
      accuracyWhenCertain: 0.75,
    };
    const robustness = [
      { condition: 'as recorded', accuracy: 0.5, uar: 0.25, changedLabels: 0 },
      { condition: 'noise', accuracy: 0.4, uar: 0.2, changedLabels: 0.125 },
    ];
    const text = formatReport({ ...report, certainty, robustness });
    expect(text).toContain('expected calibration error 0.044\n');
    expect(text).toContain('certain (50.0 % or more) of 50.0 % of the clips, right in 75.0 % of those\n');
    expect(text).toMatch(/^noise +40\.0 % +20\.0 % +12\.5 %$/m);
  });

  it('does not say everything twice for a single corpus', () => {
    const text = formatReport(buildReport([judge('sad', 'sad'), judge('angry', 'sad')], 0));
    expect(text.split('\n').filter((line) => line.startsWith('angry'))).toHaveLength(1);
  });
});
