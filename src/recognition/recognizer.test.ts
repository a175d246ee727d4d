import { describe, expect, it, vi } from 'vitest';
import type { MicrophoneRecording } from '../audio/microphone';
import { UndertoneError } from '../contract/errors';
import { createDeferred } from '../testing/deferred';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import type { Classification } from '../workers/protocol';
import type { RecognitionState } from './recognition-state';
import { createRecognizer } from './recognizer';
import type { RecognizerTools } from './recognizer-tools';

type ExtractedRecording = Awaited<ReturnType<FeaturesClient['extract']>>;

const MODEL = { version: '2026-11-25', uncertainBelow: 0.5 };
const HAPPY = [0, 0, 0, 0, 1, 0, 0, 0];
const CALM = [0, 1, 0, 0, 0, 0, 0, 0];
const FILE = new File(['speech'], 'speech.wav');

/** Two windows of 3 s and 1 s in a recording of 5 s. */
function createExtracted(): ExtractedRecording {
  const values = new Float32Array(1);
  const picture = { values, rows: 1, frames: 1, hopSec: 1 };
  return {
    windows: [
      { values: new Float32Array(4), frames: 1, startSec: 0, endSec: 3 },
      { values: new Float32Array(4), frames: 1, startSec: 3.5, endSec: 4.5 },
    ],
    durationSec: 5,
    pictures: {
      waveform: { extremes: new Float32Array(2) },
      logMelDb: picture,
      mfcc: picture,
      descriptors: { hopSec: 1, loudnessDbfs: values, centroidHz: values, zeroCrossingsPerSec: values },
    },
  };
}

/** Tools that do at once what is asked of them, and a recognizer that uses them; tests replace what they look at. */
function createSetting() {
  const extract = vi.fn<FeaturesClient['extract']>((_, { onStage }) => {
    onStage('decoding');
    onStage('extracting-features');
    return Promise.resolve(createExtracted());
  });
  const load = vi.fn<NetworkClient['load']>((onProgress) => {
    onProgress?.(0.5);
    return Promise.resolve({ backend: 'wasm', reason: 'measured', model: MODEL });
  });
  const classify = vi.fn<NetworkClient['classify']>((_, { onProgress }) => {
    onProgress({ done: 1, total: 2 });
    return Promise.resolve({ probabilities: [HAPPY, CALM], backend: 'wasm', reason: 'measured' });
  });
  const microphone = {
    stop: vi.fn<MicrophoneRecording['stop']>(() => Promise.resolve(new Blob(['recorded']))),
    cancel: vi.fn(() => Promise.resolve()),
  };
  const openMicrophone = vi.fn<RecognizerTools['openMicrophone']>(() => Promise.resolve(microphone));
  const idleCallbacks: (() => void)[] = [];
  const recognizer = createRecognizer(
    { backend: 'auto' },
    {
      features: { extract, dispose: () => undefined },
      network: { load, classify, dispose: () => undefined },
      openMicrophone,
      whenIdle: (callback) => idleCallbacks.push(callback),
    },
  );
  const states: RecognitionState[] = [];
  recognizer.store.subscribe((state) => states.push(state));
  return { recognizer, states, extract, load, classify, microphone, openMicrophone, idleCallbacks };
}

function listPhases(states: readonly RecognitionState[]): string[] {
  return states.map((state) => state.phase);
}

describe('recognizer', () => {
  it('shows every phase of a file and ends with its analysis', async () => {
    const { recognizer, states } = createSetting();
    await recognizer.analyse(FILE);
    expect(states.slice(0, -1)).toEqual([
      { phase: 'decoding', fileName: 'speech.wav' },
      { phase: 'extracting-features', fileName: 'speech.wav' },
      { phase: 'loading-model', fileName: 'speech.wav', share: 0.5 },
      { phase: 'inferring', fileName: 'speech.wav', done: 0, total: 2 },
      { phase: 'inferring', fileName: 'speech.wav', done: 1, total: 2 },
    ]);
    expect(states.at(-1)).toMatchObject({
      phase: 'done',
      audio: FILE,
      analysis: {
        fileName: 'speech.wav',
        durationSec: 5,
        timeline: [
          { startSec: 0, endSec: 3, probabilities: HAPPY },
          { startSec: 3.5, endSec: 4.5, probabilities: CALM },
        ],
        probabilities: [0, 0.25, 0, 0, 0.75, 0, 0, 0],
        emotion: 'happy',
        model: MODEL,
        backend: 'wasm',
        backendReason: 'measured',
      },
    });
  });

  it('times each stage without the wait for the model', async () => {
    const { recognizer, load, extract, classify } = createSetting();
    const now = vi.spyOn(performance, 'now');
    let clockMs = 1000;
    now.mockImplementation(() => clockMs);
    extract.mockImplementationOnce((_, { onStage }) => {
      onStage('decoding');
      clockMs += 40;
      onStage('extracting-features');
      clockMs += 7;
      return Promise.resolve(createExtracted());
    });
    load.mockImplementationOnce(() => {
      clockMs += 5000;
      return Promise.resolve({ backend: 'wasm', reason: 'measured', model: MODEL });
    });
    classify.mockImplementationOnce(() => {
      clockMs += 15;
      return Promise.resolve({ probabilities: [HAPPY, CALM], backend: 'wasm', reason: 'measured' });
    });
    await recognizer.analyse(FILE);
    now.mockRestore();
    expect(recognizer.store.getState()).toMatchObject({
      analysis: { timings: { decodingMs: 40, featuresMs: 7, inferenceMs: 15 } },
    });
  });

  it('loads the model when the page is idle, silently even if that fails, and again for the analysis', async () => {
    const { recognizer, states, load, idleCallbacks } = createSetting();
    expect(load).not.toHaveBeenCalled();
    load.mockRejectedValueOnce(new UndertoneError('model-unavailable', 'Expected a model.'));
    for (const callback of idleCallbacks) callback();
    await Promise.resolve();
    expect(states).toEqual([]);
    await recognizer.analyse(FILE);
    expect(load).toHaveBeenCalledTimes(2);
    expect(recognizer.store.getState().phase).toBe('done');
  });

  it.each([
    ['nothing is said', new UndertoneError('silent', 'Expected speech.'), 'silent'],
    ['something unforeseen happens', new TypeError('oops'), 'unexpected'],
  ])('says so when %s, and analyses the next file', async (_, thrown, code) => {
    const { recognizer, extract } = createSetting();
    extract.mockRejectedValueOnce(thrown);
    await recognizer.analyse(FILE);
    expect(recognizer.store.getState()).toEqual({
      phase: 'failed',
      fileName: 'speech.wav',
      error: { code, message: thrown.message },
    });
    await recognizer.analyse(FILE);
    expect(recognizer.store.getState().phase).toBe('done');
  });

  it('fails when the network leaves a window out', async () => {
    const { recognizer, classify } = createSetting();
    classify.mockResolvedValueOnce({ probabilities: [HAPPY], backend: 'wasm', reason: 'measured' });
    await recognizer.analyse(FILE);
    expect(recognizer.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'inference-failed' } });
  });

  it('drops the late result of a superseded analysis', async () => {
    const { recognizer, states, classify } = createSetting();
    const slow = createDeferred<Classification>();
    classify.mockReturnValueOnce(slow.promise);
    const first = recognizer.analyse(new File([''], 'first.wav'));
    await vi.waitFor(() => {
      expect(classify).toHaveBeenCalledTimes(1);
    });
    const second = recognizer.analyse(new File([''], 'second.wav'));
    expect(classify.mock.calls[0]?.[1].signal.aborted).toBe(true);
    await second;
    const before = states.length;
    slow.resolve({ probabilities: [CALM, CALM], backend: 'webgl', reason: 'measured' });
    await first;
    expect(states).toHaveLength(before);
    expect(recognizer.store.getState()).toMatchObject({ phase: 'done', analysis: { fileName: 'second.wav' } });
  });

  it('cancels: idle at once, the work told to stop, nothing shown later', async () => {
    const { recognizer, states, extract } = createSetting();
    const slow = createDeferred<ExtractedRecording>();
    extract.mockReturnValueOnce(slow.promise);
    const analysed = recognizer.analyse(FILE);
    recognizer.cancel();
    expect(extract.mock.calls[0]?.[1].signal.aborted).toBe(true);
    slow.resolve(createExtracted());
    await analysed;
    expect(listPhases(states)).toEqual(['idle']);
  });

  it('records and analyses what was recorded', async () => {
    const { recognizer, states } = createSetting();
    await recognizer.startRecording();
    expect(states.at(-1)).toMatchObject({ phase: 'recording' });
    await recognizer.stopRecording();
    expect(new Set(listPhases(states))).toEqual(
      new Set([
        'opening-microphone',
        'recording',
        'decoding',
        'extracting-features',
        'loading-model',
        'inferring',
        'done',
      ]),
    );
    const state = recognizer.store.getState();
    expect(state.phase === 'done' && (await state.audio.text())).toBe('recorded');
  });

  it('has words for a denied microphone', async () => {
    const { recognizer, openMicrophone } = createSetting();
    openMicrophone.mockRejectedValueOnce(new UndertoneError('microphone-denied', 'Expected permission.'));
    await recognizer.startRecording();
    expect(recognizer.store.getState()).toMatchObject({
      phase: 'failed',
      fileName: null,
      error: { code: 'microphone-denied' },
    });
  });

  it('releases the microphone when a file takes over, or when it opens after the visitor has left', async () => {
    const { recognizer, microphone, openMicrophone } = createSetting();
    await recognizer.startRecording();
    await recognizer.analyse(FILE);
    expect(microphone.cancel).toHaveBeenCalledTimes(1);

    const slow = createDeferred<MicrophoneRecording>();
    openMicrophone.mockReturnValueOnce(slow.promise);
    const opening = recognizer.startRecording();
    recognizer.cancel();
    slow.resolve(microphone);
    await opening;
    expect(microphone.cancel).toHaveBeenCalledTimes(2);
    expect(recognizer.store.getState().phase).toBe('idle');
  });

  it('ignores stop without a recording', async () => {
    const { recognizer, states } = createSetting();
    await recognizer.stopRecording();
    expect(states).toEqual([]);
  });
});
