import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG } from '../contract/features';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { createRandom } from '../evaluation/random';
import { extractWindowLevels } from '../features/extract-recording';
import { createSpeech } from './augmentation/test-signals';
import { NO_WAVEFORM_AUGMENTATION, type WaveformAugmentationConfig } from './augmentation/waveform-config';
import type { ExampleSource } from './batches';
import { openExampleSource } from './example-source';
import { buildRecordingStore, openRecordingStore } from './recording-store';
import { writeRecording } from './test-recordings';
import { DEFAULT_RUN } from './run-config';

const { nMels, frames: COLUMNS } = FEATURE_CONFIG;

let folder = '';
let path = '';

/** Sad and angry clips of one actor, one clip of another, and one of somebody unknown. */
const CLIPS: Readonly<Record<string, Float32Array>> = {
  'Actor_02/03-01-04-01-01-01-02.wav': createSpeech(1.4, 1),
  'Actor_02/03-01-04-01-01-02-02.wav': createSpeech(1.6, 2),
  'Actor_02/03-01-05-01-01-01-02.wav': createSpeech(1.5, 3),
  'Actor_04/03-01-05-01-01-01-04.wav': createSpeech(4.5, 4),
  'happy/somebody.wav': createSpeech(1.5, 5),
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'undertone-source-'));
  for (const [name, samples] of Object.entries(CLIPS)) await writeRecording(join(folder, 'data'), name, samples);
  const halved = {
    name: 'halved',
    make: (pcm: { samples: Float32Array; sampleRateHz: number }) =>
      Promise.resolve({ ...pcm, samples: pcm.samples.subarray(0, pcm.samples.length / 2) }),
  };
  path = await buildRecordingStore(join(folder, 'data'), join(folder, 'cache'), [halved], () => undefined);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function open(waveform: Partial<WaveformAugmentationConfig> = {}, recordings = [0, 1, 2, 3, 4]): ExampleSource {
  return openExampleSource({
    kind: 'recordings',
    path,
    recordings,
    corpusRepeats: DEFAULT_RUN.corpusRepeats,
    waveform: { ...NO_WAVEFORM_AUGMENTATION, ...waveform },
  });
}

const readStored = (recording: number): { samples: Float32Array; sampleRateHz: number } => ({
  samples: openRecordingStore(path).readSamples(recording),
  sampleRateHz: SAMPLE_RATE_HZ,
});

describe('recordings as a source of examples', () => {
  it('have the labels of their files, in the order asked for', () => {
    expect(open({}, [3, 0, 4]).labels.map((label) => EMOTIONS[label])).toEqual(['angry', 'sad', 'happy']);
  });

  it('unvaried are the windows of the page', () => {
    const source = open();
    for (const example of [0, 1, 2, 4]) {
      const [window] = extractWindowLevels(readStored(example));
      expect(source.drawLevels(example, createRandom(1))).toEqual(window?.levels);
    }
  });

  it('of a long recording are any window', () => {
    const source = open();
    const drawn = Array.from({ length: 5 }, (_, seed) => source.drawLevels(3, createRandom(seed)));
    expect(drawn.every(({ length }) => length === nMels * COLUMNS)).toBe(true);
    expect(new Set(drawn.map((levels) => levels[1000])).size).toBe(5);
  });

  it('are a function of the example and the random numbers', () => {
    const share = 0.5;
    const everything = Object.fromEntries(
      Object.entries(NO_WAVEFORM_AUGMENTATION).map(([part, settings]) => [part, { ...settings, share }]),
    );
    const [one, other] = [open(everything), open(everything)];
    for (let seed = 0; seed < 20; seed++) {
      const levels = one.drawLevels(seed % 5, createRandom(seed));
      expect(levels.length).toBeLessThanOrEqual(nMels * COLUMNS);
      expect(levels.length % nMels).toBe(0);
      expect(levels.every(Number.isFinite)).toBe(true);
      expect(other.drawLevels(seed % 5, createRandom(seed))).toEqual(levels);
    }
  });

  it('are joined with others of the same speaker and emotion only', () => {
    const source = open({ joining: { share: 1, pauseSec: [0, 0.1] } });
    const frames = [0, 1, 2, 4].map((example) => source.drawLevels(example, createRandom(1)).length / nMels);
    const alone = [0, 1, 2, 4].map((example) => open().drawLevels(example, createRandom(1)).length / nMels);
    // Two sad clips of actor 02 fill a window; his only angry one and that of somebody unknown stay alone.
    expect(frames[0]).toBe(COLUMNS);
    expect(frames[1]).toBe(COLUMNS);
    // Trimmed twice: the margins may differ by a frame or two.
    expect(Math.abs((frames[2] ?? NaN) - (alone[2] ?? NaN))).toBeLessThanOrEqual(2);
    expect(Math.abs((frames[3] ?? NaN) - (alone[3] ?? NaN))).toBeLessThanOrEqual(2);
    // Of companions outside of the source nothing is heard: they may be for validation.
    const [lonely] = [open({ joining: { share: 1, pauseSec: [0, 0.1] } }, [0, 2])];
    expect(lonely.drawLevels(0, createRandom(1)).length / nMels).toBeLessThan(COLUMNS);
  });

  it('come back from the codec where asked', () => {
    const coded = open({ codec: { share: 1 } }).drawLevels(0, createRandom(1));
    expect(coded.length).toBeLessThan(0.8 * open().drawLevels(0, createRandom(1)).length);
  });

  it('are refused where the codec is asked for and was not stored', async () => {
    const plain = await buildRecordingStore(join(folder, 'data'), join(folder, 'cache'), [], () => undefined);
    const waveform = { ...NO_WAVEFORM_AUGMENTATION, codec: { share: 0.1 } };
    const { corpusRepeats } = DEFAULT_RUN;
    const description = { kind: 'recordings', path: plain, recordings: [0], corpusRepeats, waveform } as const;
    expect(() => openExampleSource(description)).toThrow(/stored without the codec/);
  });

  it('varied out of hearing are heard as they are', () => {
    const silenced = open({ gain: { share: 1, gainDb: [-120, -120] } });
    expect(silenced.drawLevels(0, createRandom(1))).toEqual(open().drawLevels(0, createRandom(1)));
  });
});
