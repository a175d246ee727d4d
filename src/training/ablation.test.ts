import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import type { CorpusName } from '../contract/report';
import { startNodeBackend } from '../testing/node-backend';
import { compareSeries, hasFinished, planAblation, type AblationRun, type JudgedRun } from './ablation';
import type { ClipPrediction } from './predictions';
import { readRunConfig } from './run-config';

const BASE = readRunConfig('{ "network": { "widths": [8, 8, 16, 16] }, "epochs": 4 }');

beforeAll(() => startNodeBackend('wasm'));

describe('planAblation', () => {
  it('has twins take turns, alike but for the convolutions and the widths that make up for it', () => {
    const series = planAblation(BASE, [1, 5], 'study');
    expect(series.map(({ name }) => name)).toEqual([
      'study-deformable-1',
      'study-plain-1',
      'study-deformable-5',
      'study-plain-5',
    ]);
    for (const [i, { config }] of series.entries()) {
      expect({ ...config, network: BASE.network }).toEqual({ ...BASE, seed: i < 2 ? 1 : 5 });
      const { deformable, widths, ...rest } = config.network;
      expect({ ...rest, deformable: true, widths: BASE.network.widths }).toEqual(BASE.network);
      expect(deformable).toBe(i % 2 === 0);
      if (deformable) expect(widths).toEqual(BASE.network.widths);
      else expect(widths[3]).toBeGreaterThan(BASE.network.widths[3]);
    }
  });

  it('refuses what compares nothing', () => {
    const stratified = readRunConfig('{ "protocol": { "name": "stratified", "seed": 1 } }');
    expect(() => planAblation(stratified, [1], 'a')).toThrow(/speaker-disjoint/);
    expect(() => planAblation(BASE, [1, 1], 'a')).toThrow(/differ/);
    expect(() => planAblation({ ...BASE, network: { ...BASE.network, deformable: false } }, [1], 'a')).toThrow(
      RangeError,
    );
  });
});

describe('hasFinished', () => {
  it('knows a finished run by its summary, and one of another configuration', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'undertone-ablation-'));
    try {
      const run: AblationRun = { name: 'a', kind: 'deformable', config: BASE };
      expect(await hasFinished(run, folder)).toBe(false);
      await writeFile(join(folder, 'summary.json'), JSON.stringify({ config: BASE }));
      expect(await hasFinished(run, folder)).toBe(true);
      const other = { ...run, config: { ...BASE, epochs: 5 } };
      await expect(hasFinished(other, folder)).rejects.toThrow(/another configuration/);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** Six clips a speaker, angry and sad in turns, of 1, 1, 2, 2, 3 and 3 seconds; those of the numbers given are judged rightly. */
function judge(speakers: readonly [CorpusName, string, right: readonly number[]][]): ClipPrediction[] {
  return speakers.flatMap(([corpus, id, right]) =>
    Array.from({ length: 6 }, (_, i): ClipPrediction => {
      const emotion = i % 2 === 0 ? 'angry' : 'sad';
      const said = right.includes(i) ? emotion : 'calm';
      return {
        path: `${corpus}/${id}/${i}.wav`,
        corpus,
        speaker: `${corpus}/${id}`,
        emotion,
        spokenSec: 1 + Math.floor(i / 2),
        probabilities: EMOTIONS.map((name) => (name === said ? 0.9 : 0.1 / 7)),
      };
    }),
  );
}

function createPair(seed: number, deformable: ClipPrediction[], plain: ClipPrediction[]): JudgedRun[] {
  const config = { ...BASE, seed };
  return [
    { name: 'd', kind: 'deformable', config, parameters: 1100, clips: deformable },
    { name: 'p', kind: 'plain', config, parameters: 1080, clips: plain },
  ];
}

describe('compareSeries', () => {
  const runs = [
    ...createPair(
      1,
      judge([
        ['ravdess', '1', [0, 1, 2, 3, 4, 5]],
        ['crema-d', '2', [0, 1, 2, 3]],
      ]),
      judge([
        ['ravdess', '1', [0, 1, 2, 3, 4]],
        ['crema-d', '2', [0, 1]],
      ]),
    ),
    ...createPair(
      2,
      judge([
        ['ravdess', '1', [0, 1, 2, 3]],
        ['crema-d', '2', [0, 1, 4]],
      ]),
      judge([
        ['ravdess', '1', [0, 1, 2]],
        ['crema-d', '2', [0, 1]],
      ]),
    ),
  ];
  const { ablation, ablationComparison } = compareSeries(runs, 'npm run ablation');

  it('gives every network its figures, over all and per corpus', () => {
    expect(ablation.map(({ protocol, seed }) => [protocol, seed])).toEqual([
      ['speaker-disjoint', 1],
      ['speaker-disjoint', 2],
    ]);
    expect(ablation[0]?.deformable).toEqual({
      accuracy: 10 / 12,
      uar: 10 / 12,
      parameters: 1100,
      perCorpus: { ravdess: { accuracy: 1, uar: 1 }, 'crema-d': { accuracy: 4 / 6, uar: 4 / 6 } },
    });
    // Two of three angry clips and one of three sad ones.
    expect(ablation[1]?.plain.perCorpus?.ravdess).toEqual({ accuracy: 0.5, uar: 0.5 });
    expect(ablation[1]?.plain.parameters).toBe(1080);
  });

  it('compares them over all clips, per corpus and by thirds of the duration', () => {
    expect(ablationComparison).toMatchObject({ command: 'npm run ablation', epochs: 4 });
    const { parts } = ablationComparison;
    expect(parts.map(({ part, clips, speakers }) => [part, clips, speakers])).toEqual([
      ['all', 12, 2],
      ['crema-d', 6, 1],
      ['ravdess', 6, 1],
      ['up to 1.00 s of speech', 4, 2],
      ['1.00 to 2.00 s of speech', 4, 2],
      ['more than 2.00 s of speech', 4, 2],
    ]);
    const [all, , , short, medium, long] = parts;
    expect(all?.accuracy.deformable).toBeCloseTo((10 / 12 + 7 / 12) / 2, 12);
    expect(all?.accuracy.difference).toBeCloseTo((3 / 12 + 2 / 12) / 2, 12);
    expect(all?.accuracy.shareAhead).toBe(1);
    expect(short?.accuracy.difference).toBe(0);
    // Of four clips: four against two, then two against one.
    expect(medium?.accuracy.difference).toBeCloseTo((2 / 4 + 1 / 4) / 2, 12);
    // Two against one, then one against none.
    expect(long?.accuracy.difference).toBeCloseTo(1 / 4, 12);
    // Over both seeds: 10/12 and 7/12 right, against 8/12 and 4/12.
    expect(all?.speakerDeviation.deformable).toBeCloseTo(3 / 12 / Math.SQRT2, 12);
    expect(all?.speakerDeviation.plain).toBeCloseTo(4 / 12 / Math.SQRT2, 12);
  });

  it('refuses a series with a run missing', () => {
    expect(() => compareSeries(runs.slice(0, 3), '')).toThrow(/Expected a plain network of seed 2/);
    expect(() => compareSeries([], '')).toThrow(RangeError);
  });
});
