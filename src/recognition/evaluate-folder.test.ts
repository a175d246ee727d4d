import { describe, expect, it, vi } from 'vitest';
import { EMOTIONS, indexOfEmotion, type Emotion } from '../contract/emotions';
import { UndertoneError } from '../contract/errors';
import { reportEvaluation } from '../evaluation/report';
import { createDeferred } from '../testing/deferred';
import type { NetworkClient } from '../workers/network-client';
import { createFolderEvaluator, type FolderEvaluator } from './evaluate-folder';
import type { EvaluationState } from './evaluation-state';
import type { CardFacts } from './plan-evaluation';
import { MODEL, ON_WASM } from './test-recognizer';

const CARD: CardFacts = {
  data: [{ corpus: 'ravdess', licence: '', clips: 839, speakers: 14, perEmotion: {} }],
  splits: { test: { ravdess: ['17'] }, validation: {} },
};

/** Seven tenths for one emotion. */
function favour(emotion: Emotion): number[] {
  return EMOTIONS.map((other) => (other === emotion ? 0.7 : 0.3 / 7));
}

/**
 * An evaluator of recordings whose files say what the network hears in them: the emotion, or what is wrong with the
 * file. A file that holds `slow` is read when the test lets it.
 */
function createSetting(readers = 2) {
  const contents = new Map<File, string>();
  const slow = createDeferred<string>();
  let classifying = 0;
  const scan = vi.fn(async (file: File, signal: AbortSignal) => {
    const text = await file.text();
    const content = text === 'slow' ? await Promise.race([slow.promise, rejectOnAbort(signal)]) : text;
    if (content === 'silent' || content === 'decode-error') throw new UndertoneError(content, `Expected sound.`);
    contents.set(file, content);
    return { windows: [{ startSec: 0, endSec: 1 }], durationSec: 1, fingerprint: content };
  });
  const drawn = new WeakMap<object, string>();
  const disposals: string[] = [];
  const classify = vi.fn<NetworkClient['classify']>(async (windows, { onProgress }) => {
    expect(++classifying, 'a classification would end the one before').toBe(1);
    await Promise.resolve();
    classifying--;
    const probabilities = windows.map((window) => favour((drawn.get(window)?.split(' ')[0] ?? 'calm') as Emotion));
    onProgress({ done: windows.length, total: windows.length, probabilities: probabilities[0] ?? [] });
    return { probabilities, ...ON_WASM };
  });
  const load = vi.fn<NetworkClient['load']>(() => Promise.resolve({ ...ON_WASM, model: MODEL }));
  const evaluator = createFolderEvaluator({
    startReader: () => ({
      scan,
      drawWindows: async (file, spans) =>
        spans.map((span) => {
          const window = { ...span, values: new Float32Array(1), frames: 1 };
          drawn.set(window, contents.get(file) ?? '');
          return window;
        }),
      dispose: () => disposals.push('reader'),
    }),
    startNetwork: () => ({ load, classify, dispose: () => disposals.push('network') }),
    fetchCard: () => Promise.resolve(CARD),
    readers,
  });
  const states: EvaluationState[] = [];
  evaluator.store.subscribe((state) => states.push(state));
  return { evaluator, states, scan, classify, load, slow, disposals };
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}

function choose(evaluator: FolderEvaluator, files: Readonly<Record<string, string>>): Promise<void> {
  return evaluator.choose(
    Object.entries(files).map(([path, content]) => ({ path, file: new File([content], path.split('/').at(-1) ?? '') })),
  );
}

function expectDone({ store }: FolderEvaluator) {
  const state = store.getState();
  return state.phase === 'done' ? state : expect.fail(`Expected an evaluation, the state is ${state.phase}.`);
}

describe('createFolderEvaluator', () => {
  it('judges a folder, names what it cannot, and reports what Node would', async () => {
    const { evaluator, states, scan, disposals } = createSetting();
    await choose(evaluator, {
      'set/sad/b.wav': 'sad 1',
      'set/angry/a.wav': 'sad 2',
      'set/angry/broken.wav': 'decode-error',
      'set/angry/quiet.wav': 'silent',
      'set/angry/z.wav': 'angry 1',
      'set/angry/same.wav': 'sad 2',
      'set/readme.wav': 'of no label',
    });
    await evaluator.start('all');
    const { evaluation, error } = expectDone(evaluator);
    expect(error).toBeNull();
    expect(evaluation.recordings.map(({ path, predicted }) => `${path} ${predicted}`)).toEqual([
      'angry/a.wav sad',
      'angry/z.wav angry',
      'sad/b.wav sad',
    ]);
    expect(evaluation.skipped).toEqual([
      { path: 'angry/broken.wav', reason: 'Expected sound.', code: 'decode-error' },
      { path: 'angry/quiet.wav', reason: 'Expected sound.', code: 'silent' },
      { path: 'angry/same.wav', reason: 'The same sound as angry/a.wav.', code: null },
      { path: 'readme.wav', reason: expect.stringMatching(/named after/) as string, code: null },
    ]);
    const clip = (truth: Emotion, predicted: Emotion) => ({
      corpus: 'folder' as const,
      speaker: null,
      truth: indexOfEmotion(truth),
      predicted: indexOfEmotion(predicted),
      probabilities: favour(predicted),
    });
    const clips = [clip('angry', 'sad'), clip('angry', 'angry'), clip('sad', 'sad')];
    expect(evaluation.report).toEqual(reportEvaluation(clips, CARD));
    expect(evaluation).toMatchObject({ totalRecordings: 6, unheard: 0, model: MODEL, ...ON_WASM });
    // Names alone were enough to know that it is of no use.
    expect(scan).toHaveBeenCalledTimes(6);
    expect(states.map(({ phase }) => phase).filter((phase, index, all) => phase !== all[index - 1])).toEqual([
      'planning',
      'planned',
      'judging',
      'done',
    ]);
    expect(disposals.sort()).toEqual(['network', 'reader', 'reader']);
  });

  it('judges the clips of one role, and then of another, without choosing the folder again', async () => {
    const { evaluator } = createSetting();
    await choose(evaluator, { '03-01-05-01-01-01-17.wav': 'angry 1', '03-01-05-01-01-01-01.wav': 'angry 2' });
    await evaluator.start('test');
    expect(expectDone(evaluator).evaluation).toMatchObject({
      recordings: [{ path: '03-01-05-01-01-01-17.wav', role: 'test' }],
      totalRecordings: 1,
      report: { clips: 1, trainClips: 839 },
    });
    await evaluator.start('validation');
    expect(expectDone(evaluator).evaluation.recordings).toHaveLength(1);
    await evaluator.start('training');
    expect(expectDone(evaluator).evaluation.recordings).toMatchObject([{ role: 'training' }]);
  });

  it('keeps what was judged when it is cancelled', async () => {
    const { evaluator, scan, disposals } = createSetting();
    await choose(evaluator, { 'sad/1.wav': 'sad 1', 'sad/2.wav': 'slow', 'sad/3.wav': 'sad 3', 'sad/4.wav': 'slow' });
    const started = evaluator.start('all');
    // One reader is at the second file; the other one comes to the fourth when it is done with the first and third.
    await vi.waitFor(() => {
      expect(scan).toHaveBeenCalledTimes(4);
    });
    evaluator.cancel();
    const { evaluation } = expectDone(evaluator);
    expect(evaluation.recordings.map(({ path }) => path)).toEqual(['sad/1.wav', 'sad/3.wav']);
    expect(evaluation).toMatchObject({ totalRecordings: 4, unheard: 2, report: { clips: 2 } });
    await started;
    expect(expectDone(evaluator).evaluation).toBe(evaluation);
    expect(disposals).toContain('network');
  });

  it('goes back to the plan when nothing was heard', async () => {
    const { evaluator } = createSetting();
    await choose(evaluator, { 'sad/1.wav': 'slow' });
    void evaluator.start('all');
    await vi.waitFor(() => {
      expect(evaluator.store.getState().phase).toBe('judging');
    });
    evaluator.cancel();
    expect(evaluator.store.getState()).toMatchObject({ phase: 'planned', plan: { clips: [{ path: 'sad/1.wav' }] } });
  });

  it('ends when the network fails, with what was judged', async () => {
    const { evaluator, classify } = createSetting(1);
    await choose(evaluator, { 'sad/1.wav': 'sad 1', 'sad/2.wav': 'sad 2', 'sad/3.wav': 'sad 3' });
    classify.mockImplementationOnce(classify.getMockImplementation() ?? expect.fail('Expected a network.'));
    classify.mockRejectedValueOnce(new UndertoneError('inference-failed', 'Expected probabilities.'));
    await evaluator.start('all');
    const { evaluation, error } = expectDone(evaluator);
    expect(error?.code).toBe('inference-failed');
    expect(evaluation).toMatchObject({ recordings: [{ path: 'sad/1.wav' }], skipped: [], unheard: 2 });
  });

  it('says that the model is not there, and tries again', async () => {
    const { evaluator, load } = createSetting();
    await choose(evaluator, { 'sad/1.wav': 'sad 1' });
    load.mockRejectedValueOnce(new UndertoneError('model-unavailable', 'Expected the model.'));
    await evaluator.start('all');
    expect(evaluator.store.getState()).toMatchObject({ phase: 'failed', error: { code: 'model-unavailable' } });
    await evaluator.start('all');
    expect(expectDone(evaluator).evaluation.recordings).toHaveLength(1);
  });

  it('has no report where no recording could be judged', async () => {
    const { evaluator } = createSetting();
    await choose(evaluator, { 'sad/1.wav': 'silent' });
    await evaluator.start('all');
    expect(expectDone(evaluator).evaluation).toMatchObject({ report: null, skipped: [{ code: 'silent' }] });
  });

  it('forgets a folder for the next one', async () => {
    const { evaluator, slow } = createSetting();
    await choose(evaluator, { 'sad/1.wav': 'slow', 'sad/2.wav': 'sad 2' });
    const started = evaluator.start('all');
    await choose(evaluator, { 'calm/1.wav': 'calm 1' });
    await started;
    slow.resolve('sad 1');
    await evaluator.start('all');
    expect(expectDone(evaluator).evaluation.recordings.map(({ path }) => path)).toEqual(['calm/1.wav']);
    evaluator.clear();
    expect(evaluator.store.getState()).toEqual({ phase: 'idle' });
  });
});
