import { describe, expect, it, vi } from 'vitest';
import { UndertoneError } from '../contract/errors';
import { createDeferred } from '../testing/deferred';
import type { Classification } from '../workers/protocol';
import type { RecognitionState } from './recognition-state';
import {
  CALM,
  createLongSurvey,
  createSetting,
  createSurvey,
  FILE,
  HAPPY,
  MODEL,
  ON_WASM,
  type Survey,
} from './test-recognizer';

function listPhases(states: readonly RecognitionState[]): string[] {
  return states.map((state) => state.phase);
}

describe('recognizer', () => {
  it('shows every phase of a file and ends with its analysis', async () => {
    const { recognizer, states } = createSetting();
    await recognizer.analyse(FILE);
    const inferring = { phase: 'inferring', fileName: 'speech.wav', total: 2, timeLeftSec: null };
    expect(states.slice(0, -1)).toMatchObject([
      { phase: 'decoding', fileName: 'speech.wav', doneSec: 0, totalSec: null, timeLeftSec: null },
      { phase: 'extracting-features', fileName: 'speech.wav', share: 0, timeLeftSec: null },
      { phase: 'loading-model', fileName: 'speech.wav', share: 0.5 },
      { ...inferring, done: 0, partial: { durationSec: 5, timeline: [] } },
      { ...inferring, done: 1, partial: { timeline: [{ startSec: 0, endSec: 3, probabilities: HAPPY }] } },
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
        totalWindows: 2,
        probabilities: [0, 0.25, 0, 0, 0.75, 0, 0, 0],
        emotion: 'happy',
        model: MODEL,
        backend: 'wasm',
        backendReason: 'measured',
      },
    });
  });

  it('times each stage without the wait for the model', async () => {
    const { recognizer, load, survey, classify } = createSetting();
    const now = vi.spyOn(performance, 'now');
    let clockMs = 1000;
    now.mockImplementation(() => clockMs);
    survey.mockImplementationOnce((_, { onProgress }) => {
      onProgress({ stage: 'decoding', doneSec: 0, totalSec: null });
      clockMs += 40;
      onProgress({ stage: 'extracting-features', share: 0 });
      clockMs += 7;
      return Promise.resolve(createSurvey());
    });
    load.mockImplementationOnce(() => {
      clockMs += 5000;
      return Promise.resolve({ ...ON_WASM, model: MODEL });
    });
    classify.mockImplementationOnce(() => {
      clockMs += 15;
      return Promise.resolve({ probabilities: [HAPPY, CALM], ...ON_WASM });
    });
    await recognizer.analyse(FILE);
    now.mockRestore();
    expect(recognizer.store.getState()).toMatchObject({
      analysis: { timings: { decodingMs: 40, featuresMs: 7, inferenceMs: 15 } },
    });
  });

  it('tells of long work ten times a second, with the time left in each phase', async () => {
    const { recognizer, states, survey, classify } = createSetting();
    const now = vi.spyOn(performance, 'now');
    let clockMs = 0;
    now.mockImplementation(() => clockMs);
    survey.mockImplementationOnce((_, { onProgress }) => {
      for (let doneSec = 0; doneSec <= 400; doneSec++, clockMs += 25) {
        onProgress({ stage: 'decoding', doneSec, totalSec: doneSec === 0 ? null : 400 });
      }
      for (let done = 0; done <= 200; done++, clockMs += 20) {
        onProgress({ stage: 'extracting-features', share: done / 200 });
      }
      return Promise.resolve(createLongSurvey(16));
    });
    classify.mockImplementationOnce((windows, { onProgress }) => {
      for (let done = 1; done <= windows.length; done++) {
        clockMs += 250;
        onProgress({ done, total: windows.length, probabilities: CALM });
      }
      return Promise.resolve({ probabilities: windows.map(() => CALM), ...ON_WASM });
    });
    await recognizer.analyse(FILE);
    now.mockRestore();
    const decoding = states.filter((state) => state.phase === 'decoding');
    expect(decoding).toHaveLength(101);
    expect(decoding.slice(0, 2)).toMatchObject([
      { doneSec: 0, totalSec: null, timeLeftSec: null },
      { doneSec: 4, totalSec: 400, timeLeftSec: null },
    ]);
    expect(decoding.find(({ doneSec }) => doneSec === 100)?.timeLeftSec).toBeCloseTo(7.5, 9);
    const extracting = states.filter((state) => state.phase === 'extracting-features');
    expect(extracting).toHaveLength(41);
    expect(extracting.find(({ share }) => share === 0.5)?.timeLeftSec).toBeCloseTo(2, 9);
    const inferring = states.filter((state) => state.phase === 'inferring');
    expect(inferring).toHaveLength(17);
    expect(inferring.map(({ partial }) => partial.timeline.length)).toEqual(Array.from({ length: 17 }, (_, i) => i));
    expect(inferring[4]?.timeLeftSec).toBeCloseTo(3, 9);
  });

  it('has windows drawn sixteen at a time, the next while some are judged, and no more', async () => {
    const { recognizer, survey, drawWindows, classify } = createSetting();
    survey.mockResolvedValueOnce(createLongSurvey(40));
    const judging = createDeferred<undefined>();
    const judge = classify.getMockImplementation();
    classify.mockImplementation(async (...call) => {
      await judging.promise;
      return judge?.(...call) ?? Promise.reject(new Error('Expected the network of the setting.'));
    });
    const analysed = recognizer.analyse(FILE);
    await vi.waitFor(() => {
      expect(classify).toHaveBeenCalledTimes(1);
    });
    expect(drawWindows.mock.calls.map(([file, spans]) => [file, spans.length])).toEqual([
      [FILE, 16],
      [FILE, 16],
    ]);
    judging.resolve(undefined);
    await analysed;
    expect(drawWindows.mock.calls.map(([, spans]) => [spans[0]?.startSec, spans.length])).toEqual([
      [0, 16],
      [16, 16],
      [32, 8],
    ]);
    const state = recognizer.store.getState();
    expect(state.phase === 'done' && state.analysis.timeline.map(({ startSec }) => startSec)).toEqual(
      Array.from({ length: 40 }, (_, index) => index),
    );
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
    const { recognizer, survey } = createSetting();
    survey.mockRejectedValueOnce(thrown);
    await recognizer.analyse(FILE);
    expect(recognizer.store.getState()).toEqual({
      phase: 'failed',
      fileName: 'speech.wav',
      error: { code, message: thrown.message },
      kept: null,
    });
    await recognizer.analyse(FILE);
    expect(recognizer.store.getState().phase).toBe('done');
  });

  it('fails when the network leaves a window out', async () => {
    const { recognizer, classify } = createSetting();
    classify.mockResolvedValueOnce({ probabilities: [HAPPY], ...ON_WASM });
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
    const { recognizer, states, survey, forget } = createSetting();
    const slow = createDeferred<Survey>();
    survey.mockReturnValueOnce(slow.promise);
    const analysed = recognizer.analyse(FILE);
    recognizer.cancel();
    expect(survey.mock.calls[0]?.[1].signal.aborted).toBe(true);
    slow.resolve(createSurvey());
    await analysed;
    expect(listPhases(states)).toEqual(['idle']);
    expect(forget).toHaveBeenCalledTimes(1);
  });

  /** An analysis of 40 windows whose second batch never comes back, after three windows of it. */
  async function stopAmidWindows(setting: ReturnType<typeof createSetting>, end?: Promise<never>): Promise<void> {
    const { recognizer, survey, classify } = setting;
    survey.mockResolvedValueOnce(createLongSurvey(40));
    const judge = classify.getMockImplementation();
    classify.mockImplementation((windows, options) => {
      if (judge !== undefined && windows[0]?.startSec === 0) return judge(windows, options);
      for (let done = 1; done <= 3; done++) options.onProgress({ done, total: windows.length, probabilities: CALM });
      return end ?? new Promise(() => undefined);
    });
    const analysed = recognizer.analyse(FILE);
    await vi.waitFor(() => {
      expect(classify).toHaveBeenCalledTimes(2);
    });
    if (end !== undefined) await analysed;
  }

  it('keeps what was judged when it is cancelled among the windows, every window of it', async () => {
    const setting = createSetting();
    const { recognizer, classify, forget } = setting;
    await stopAmidWindows(setting);
    recognizer.cancel();
    const state = recognizer.store.getState();
    expect(classify.mock.calls[1]?.[1].signal.aborted).toBe(true);
    expect(state).toMatchObject({
      phase: 'done',
      audio: FILE,
      analysis: { durationSec: 40, totalWindows: 40, backend: 'wasm', emotion: 'calm' },
    });
    expect(state.phase === 'done' && state.analysis.timeline).toHaveLength(19);
    expect(forget).not.toHaveBeenCalled();
    recognizer.cancel();
    expect(recognizer.store.getState()).toEqual({ phase: 'idle' });
  });

  it('keeps what was judged when the network fails among the windows', async () => {
    const setting = createSetting();
    const end = Promise.reject(new UndertoneError('inference-failed', 'Expected probabilities.'));
    await stopAmidWindows(setting, end);
    const state = setting.recognizer.store.getState();
    expect(state).toMatchObject({
      phase: 'failed',
      error: { code: 'inference-failed' },
      kept: { audio: FILE, analysis: { totalWindows: 40 } },
    });
    expect(state.phase === 'failed' && state.kept?.analysis.timeline).toHaveLength(19);
  });

  it('keeps nothing of an analysis that another one replaces', async () => {
    const setting = createSetting();
    await stopAmidWindows(setting);
    const before = setting.states.length;
    setting.classify.mockImplementation(() => Promise.resolve({ probabilities: [HAPPY, HAPPY], ...ON_WASM }));
    await setting.recognizer.analyse(new File([''], 'second.wav'));
    expect(listPhases(setting.states.slice(before))).not.toContain('idle');
    expect(setting.states.slice(before).filter(({ phase }) => phase === 'done')).toMatchObject([
      { analysis: { fileName: 'second.wav' } },
    ]);
  });
});
