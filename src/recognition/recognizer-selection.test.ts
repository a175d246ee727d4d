import { describe, expect, it } from 'vitest';
import { UndertoneError } from '../contract/errors';
import { createDeferred } from '../testing/deferred';
import { createSetting, FILE, HAPPY } from './test-recognizer';

const PART = { startSec: 1, endSec: 2 };

describe('a part drawn for the eye', () => {
  it('is of the recording that is done', async () => {
    const { recognizer, drawSpan } = createSetting();
    expect(await recognizer.drawSpan(PART)).toBeNull();
    expect(drawSpan).not.toHaveBeenCalled();
    await recognizer.analyse(FILE);
    expect(await recognizer.drawSpan(PART)).toMatchObject(PART);
    expect(drawSpan).toHaveBeenCalledWith(FILE, PART);
  });

  it('is missed by nobody when the worker dies', async () => {
    const { recognizer, drawSpan } = createSetting();
    await recognizer.analyse(FILE);
    drawSpan.mockRejectedValueOnce(new UndertoneError('worker-died', 'It did.'));
    expect(await recognizer.drawSpan(PART)).toBeNull();
  });
});

describe('a selection', () => {
  it('is analysed as a recording of its own, beside the analysis', async () => {
    const { recognizer, states, findWindows, drawWindows } = createSetting();
    await recognizer.analyse(FILE);
    const { length } = states;
    await recognizer.analyseSpan(PART);
    expect(findWindows.mock.calls.map(([file, part]) => [file, part])).toEqual([[FILE, PART]]);
    expect(drawWindows.mock.calls.at(-1)?.slice(0, 2)).toEqual([FILE, [PART]]);
    expect(states.slice(length)).toMatchObject([
      { phase: 'done', analysis: { emotion: 'happy' }, selection: { status: 'analysing', span: PART } },
      {
        phase: 'done',
        analysis: { emotion: 'happy' },
        selection: {
          status: 'done',
          span: PART,
          timeline: [{ ...PART, probabilities: HAPPY }],
          probabilities: HAPPY,
          emotion: 'happy',
        },
      },
    ]);
    recognizer.clearSpan();
    expect(recognizer.store.getState()).toMatchObject({ phase: 'done', selection: null });
  });

  it('fails by itself: the analysis stays', async () => {
    const { recognizer, findWindows } = createSetting();
    await recognizer.analyse(FILE);
    findWindows.mockRejectedValueOnce(new UndertoneError('silent', 'Expected speech.'));
    await recognizer.analyseSpan(PART);
    expect(recognizer.store.getState()).toMatchObject({
      phase: 'done',
      analysis: { emotion: 'happy' },
      selection: { status: 'failed', span: PART, error: { code: 'silent' } },
    });
  });

  it('is silent where the whole recording pauses, whatever it holds by itself', async () => {
    const { recognizer, drawWindows } = createSetting();
    await recognizer.analyse(FILE);
    drawWindows.mockClear();
    const pause = { startSec: 3.05, endSec: 3.45 };
    await recognizer.analyseSpan(pause);
    expect(recognizer.store.getState()).toMatchObject({
      selection: { status: 'failed', span: pause, error: { code: 'silent' } },
    });
    expect(drawWindows).not.toHaveBeenCalled();
  });

  it('gives way to the next one, to none, and to another recording', async () => {
    const { recognizer, findWindows } = createSetting();
    await recognizer.analyse(FILE);
    const other = { startSec: 4, endSec: 5 };
    for (const takeOver of [
      () => recognizer.analyseSpan(other),
      async () => {
        recognizer.clearSpan();
      },
      () => recognizer.analyse(new File([''], 'second.wav')),
    ]) {
      const slow = createDeferred<(typeof PART)[]>();
      findWindows.mockReturnValueOnce(slow.promise);
      const first = recognizer.analyseSpan(PART);
      const signal = findWindows.mock.calls.at(-1)?.[2];
      await takeOver();
      expect(signal?.aborted).toBe(true);
      const before = recognizer.store.getState();
      slow.resolve([PART]);
      await first;
      expect(recognizer.store.getState()).toBe(before);
    }
  });

  it('needs a recording that is done', async () => {
    const { recognizer, states, findWindows } = createSetting();
    await recognizer.analyseSpan(PART);
    recognizer.clearSpan();
    expect(findWindows).not.toHaveBeenCalled();
    expect(states).toEqual([]);
  });
});
