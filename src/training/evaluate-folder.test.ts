import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexOfEmotion } from '../contract/emotions';
import { describeClip } from '../corpora/describe-clip';
import type { LabelledClip } from '../corpora/labelled-clip';
import { buildNetwork } from '../network/build';
import { startNodeBackend } from '../testing/node-backend';
import { createSpeech } from './augmentation/test-signals';
import { extractClip } from './clip-features';
import { evaluateFolder } from './evaluate-folder';
import { judgeClips } from './judge';
import { readRecording } from './read-recording';
import { CONDITIONS, type SpoilingCondition } from './robustness/conditions';
import { SMALL_NETWORK } from './test-clips';
import { writeFileBelow, writeRecording } from './test-recordings';

let folder = '';
let model: LayersModel;

/** Eighteen clips, more than are read at once, in flat folders of FLAC files; and two files of no use. */
const PATHS = Array.from({ length: 18 }, (_, i) => `${i % 2 === 0 ? 'angry' : 'Sadness'}/${100 + i}.flac`).sort();

beforeAll(async () => {
  await startNodeBackend('wasm');
  model = buildNetwork(SMALL_NETWORK);
  folder = await mkdtemp(join(tmpdir(), 'undertone-evaluate-'));
  for (const [i, path] of PATHS.entries()) await writeRecording(folder, path, createSpeech(1.5, i), 22_050);
  await writeFileBelow(folder, 'angry/broken.wav', new Uint8Array(9));
  await writeRecording(folder, 'unlabelled.wav', createSpeech(1.5, 99));
});

afterAll(async () => {
  model.dispose();
  await rm(folder, { recursive: true, force: true });
});

function createClip(path: string): LabelledClip {
  const clip = describeClip(path);
  if ('reason' in clip) throw new Error(clip.reason);
  return clip;
}

describe('evaluateFolder', { timeout: 30_000 }, () => {
  it('judges each recording as if it were alone, and names the rest', async () => {
    const progress: number[] = [];
    const { verdicts, skipped, robustness } = await evaluateFolder(model, folder, {
      onProgress: (done, total) => {
        expect(total).toBe(PATHS.length + 2);
        progress.push(done);
      },
    });
    expect(progress).toEqual(Array.from({ length: PATHS.length + 2 }, (_, i) => i + 1));
    expect(skipped.map(({ path }) => path)).toEqual(['angry/broken.wav', 'unlabelled.wav']);
    expect(robustness).toEqual([]);
    expect(verdicts).toHaveLength(PATHS.length);
    for (const [i, path] of PATHS.entries()) {
      const clip = createClip(path);
      const [alone] = judgeClips(model, [extractClip({ clip, pcm: await readRecording(join(folder, path)) })]);
      expect(verdicts[i]?.truth).toBe(indexOfEmotion(clip.emotion));
      expect(verdicts[i]?.speaker).toBeNull();
      for (const [j, probability] of (verdicts[i]?.probabilities ?? []).entries()) {
        // Another place in the batch, the same float32 arithmetic.
        expect(probability).toBeCloseTo(alone?.probabilities[j] ?? NaN, 5);
      }
    }
  });

  it('opens only what is wanted', async () => {
    const { verdicts, skipped } = await evaluateFolder(model, folder, { wants: ({ path }) => path === PATHS[0] });
    expect(verdicts).toHaveLength(1);
    expect(skipped.map(({ path }) => path)).toEqual(['unlabelled.wav']);
  });

  it('judges every recording again under each condition', async () => {
    const conditions: SpoilingCondition[] = [
      { name: 'nothing', spoil: (samples) => samples.slice() },
      { name: 'silence', spoil: (samples) => samples.map(() => 0) },
      { name: 'noise', spoil: (samples, random) => samples.map(() => 0.2 * (random() - 0.5)) },
    ];
    const { verdicts, robustness } = await evaluateFolder(model, folder, { conditions });
    const [recorded, nothing, silence, noise] = robustness;
    const right = verdicts.filter(({ truth, predicted }) => truth === predicted).length;
    expect(recorded).toMatchObject({ condition: 'as recorded', accuracy: right / PATHS.length, changedLabels: 0 });
    expect(nothing).toEqual({ ...recorded, condition: 'nothing' });
    expect(silence).toEqual({ condition: 'silence', accuracy: 0, uar: 0, changedLabels: 1, contradictions: 0 });
    expect(noise?.changedLabels).toBeLessThanOrEqual(1);
    // By name and path: the same again.
    expect((await evaluateFolder(model, folder, { conditions })).robustness).toEqual(robustness);
  });

  it('keeps no tensors', async () => {
    const before = tf.memory().numTensors;
    await evaluateFolder(model, folder);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('says why when nothing can be judged', async () => {
    const wants = ({ path }: LabelledClip): boolean => path === 'angry/broken.wav';
    await expect(evaluateFolder(model, folder, { wants })).rejects.toThrow(/found none[^]*broken\.wav: /);
  });
});

describe('the conditions of the card', () => {
  it.each(CONDITIONS.map((condition) => [condition.name, condition] as const))(
    '%s changes speech, and not the recording it is given',
    async (_name, { spoil }) => {
      const speech = createSpeech(1.6, 1);
      const before = speech.slice();
      const spoilt = await spoil(speech, () => 0.4);
      expect(speech).toEqual(before);
      expect(spoilt).not.toEqual(before);
      expect(spoilt.length).toBeGreaterThanOrEqual(speech.length);
      expect(spoilt.every(Number.isFinite)).toBe(true);
    },
  );
});
