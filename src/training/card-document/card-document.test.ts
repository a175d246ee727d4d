import { describe, expect, it } from 'vitest';
import type { ModelCard, ProtocolRun, SplitProtocol } from '../../contract/model-card';
import { buildReport } from '../../evaluation/report';
import { USE_STATEMENT } from '../card-sections';
import { createTestCard } from '../test-card';
import { formatCardDocument } from './card-document';

const BARE = createTestCard({ files: [], bytes: 486_934, parameters: 235_334 });

const createRun = (protocol: SplitProtocol, right: number): ProtocolRun => ({
  // Of four angry clips so many are judged rightly, the others are called sad.
  ...buildReport(
    Array.from({ length: 4 }, (_, i) => ({
      corpus: 'ravdess' as const,
      speaker: `ravdess/${i}`,
      truth: 0,
      predicted: i < right ? 0 : 6,
    })),
    10,
    protocol.name === 'stratified' ? 'clips' : 'speakers',
  ),
  certainty: { calibrationError: 0.0416, bins: [], uncertainBelow: 0.5, coverage: 0.6, accuracyWhenCertain: 0.7 },
  command: `train ${protocol.name}`,
  seed: 5,
  epochs: 2,
  bestEpoch: 1,
  history: [{ epoch: 1, loss: 2, accuracy: 0.2, valLoss: 1.5, valAccuracy: 0.321 }],
  split: {
    protocol,
    training: { clips: 1000, speakers: 3 },
    validation: { clips: 20, speakers: 2 },
    test: { clips: 4, speakers: 4 },
  },
});

const FULL: ModelCard = {
  ...BARE,
  data: [{ corpus: 'ravdess', licence: 'CC', clips: 1200, speakers: 2, perEmotion: { angry: 700, sad: 500 } }],
  splits: { test: { ravdess: ['17'] }, validation: { ravdess: ['15', '16'], 'crema-d': ['1023'] } },
  protocols: {
    speakerDisjoint: createRun({ name: 'speaker-disjoint' }, 1),
    stratified: createRun({ name: 'stratified', seed: 42 }, 3),
    tessLeaveOneOut: [
      createRun({ name: 'tess-leave-one-out', actress: 'OAF' }, 2),
      createRun({ name: 'tess-leave-one-out', actress: 'YAF' }, 4),
    ],
  },
  ablation: [
    {
      protocol: 'speaker-disjoint',
      seed: 3,
      deformable: { accuracy: 0.6, uar: 0.59, parameters: 1100, perCorpus: { ravdess: { accuracy: 0.5, uar: 0.49 } } },
      plain: { accuracy: 0.58, uar: 0.57, parameters: 1000, perCorpus: { ravdess: { accuracy: 0.48, uar: 0.47 } } },
    },
  ],
  ablationComparison: {
    command: 'npm run ablation -- --seeds 3',
    epochs: 9,
    parts: [
      {
        part: 'up to 1.6 s of speech',
        clips: 1234,
        speakers: 16,
        accuracy: { deformable: 0.6, plain: 0.58, difference: 0.02, interval: [-0.0104, 0.05], shareAhead: 0.875 },
        uar: { deformable: 0.59, plain: 0.57, difference: 0.0201, interval: [0.001, 0.04], shareAhead: 0.98 },
        speakerDeviation: {
          deformable: 0.1,
          plain: 0.12,
          difference: -0.02,
          interval: [-0.03, 0.0001],
          shareAhead: 0.9,
        },
      },
    ],
  },
  deformation: [{ layer: 'block3_conv', meanOffset: 1.125, maskDeviation: 0.42, accuracyWithoutOffsets: 0.373 }],
  accuracyWithoutAnyOffsets: 0.355,
  calibration: {
    temperature: 1.2345,
    eceBefore: 0.1,
    eceAfter: 0.0412,
    bins: [
      { low: 0, high: 0.5, clips: 0, confidence: 0, accuracy: 0 },
      { low: 0.5, high: 1, clips: 9, confidence: 0.7, accuracy: 0.66 },
    ],
    uncertainBelow: 0.5,
    coverage: 0.62,
    accuracyWhenCertain: 0.71,
  },
  robustness: [{ condition: 'as recorded', accuracy: 0.557, uar: 0.624, changedLabels: 0 }],
  published: [{ system: 'listeners', protocol: 'all clips', figure: '40.9 %', source: 'a paper' }],
  use: USE_STATEMENT,
};

/** The text below a heading, up to the next one. */
function readSection(text: string, heading: string): string {
  const start = text.indexOf(`## ${heading}`);
  expect(start).toBeGreaterThan(-1);
  return text.slice(start).split('\n## ')[0] ?? '';
}

describe('formatCardDocument', () => {
  const full = formatCardDocument(FULL);
  const bare = formatCardDocument(BARE);

  it('holds everything that the card holds', () => {
    expect(full).toContain('235,334 parameters, 487 kB');
    for (const sentence of Object.values(USE_STATEMENT).flat()) expect(full).toContain(`- ${sentence}\n`);
    expect(readSection(full, 'Trained on')).toMatch(/\| ravdess \| CC \| 1,200 \| 2 \| 700 \| 0 \|.*\| 500 \| 0 \|/);
    expect(readSection(full, 'Speakers set apart')).toContain('ravdess 15, 16; crema-d 1023.');
    expect(readSection(full, 'Deformable against plain')).toContain(
      '| speaker-disjoint | 3 | 60.0 % | 59.0 % | 1,100 | 58.0 % | 57.0 % | 1,000 |',
    );
    expect(readSection(full, 'Deformable against plain')).toContain(
      '| ravdess | 3 | 50.0 % | 49.0 % | 48.0 % | 47.0 % |',
    );
    expect(readSection(full, 'Deformable against plain')).toContain(
      '| up to 1.6 s of speech | 60.0 % | 58.0 % | 59.0 % | 57.0 % | 10.0 % | 12.0 % |',
    );
    expect(readSection(full, 'Deformable against plain')).toContain(
      '| up to 1.6 s of speech | 1,234 | 16 | +2.0 (−1.0 to +5.0) | 87.5 % | +2.0 (+0.1 to +4.0) | 98.0 % | ' +
        '−2.0 (−3.0 to 0.0) | 90.0 % |',
    );
    expect(readSection(full, 'Deformable against plain')).toMatch(/for 9 epochs[^]*npm run ablation -- --seeds 3/);
    expect(readSection(full, 'What the deformable')).toMatch(
      /block3_conv \| 1\.13 cells \| 0\.42 \| 37\.3 %[^]*35\.5 %/,
    );
    expect(readSection(full, 'Calibration')).toMatch(/1\.234|1\.235/);
    expect(readSection(full, 'Calibration')).toContain('| 50.0 % to 100.0 % | 9 | 70.0 % | 66.0 % |');
    expect(readSection(full, 'Calibration')).not.toContain('0.0 % to 50.0 %');
    expect(readSection(full, 'Spoilt')).toContain('| as recorded | 55.7 % | 62.4 % | 0.0 % |');
    expect(readSection(full, 'Figures of others')).toContain('| listeners | all clips | 40.9 % | a paper |');
    expect(full).not.toContain('Not measured');
  });

  it('gives every protocol its split, its report and its command', () => {
    const disjoint = readSection(full, 'Test: unseen speakers');
    expect(disjoint).toContain('Training 1,000 clips of 3 speakers, validation 20 clips of 2 speakers, test 4 clips');
    expect(disjoint).toMatch(/\| all \| 4 \| 4 \| 25\.0 % \(/);
    expect(disjoint).toContain('train speaker-disjoint');
    expect(disjoint).toContain('the validation loss was 1.500 and the accuracy 32.1 %');
    expect(disjoint).toMatch(
      /mean UAR of the resamples[^]*calibration error is 0\.042[^]*60\.0 % of the clips are certain/,
    );
    expect(disjoint).not.toContain('bootstrap over clips');
    expect(readSection(full, 'Test: stratified')).toContain('Intervals by bootstrap over clips');
    expect(readSection(full, 'Test: stratified')).toMatch(/drawn with seed 42[^]*\| all \| 4 \| 4 \| 75\.0 % \(/);
    expect(readSection(full, 'Test: TESS without one actress (OAF)')).toContain('50.0 %');
    expect(readSection(full, 'Test: TESS without one actress (YAF)')).toContain('100.0 %');
  });

  it('says plainly what has not been measured', () => {
    for (const heading of [
      'Test: unseen',
      'Test: stratified',
      'Test: TESS',
      'Deformable against',
      'Calibration',
      'Spoilt',
    ]) {
      expect(readSection(bare, heading)).toContain('Not measured yet for these weights.');
    }
    expect(bare).not.toMatch(/Intended use|Figures of others|NaN|undefined/);
  });
});
