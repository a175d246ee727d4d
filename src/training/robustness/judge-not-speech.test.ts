import { beforeAll, expect, it } from 'vitest';
import { buildNetwork } from '../../network/build';
import { startNodeBackend } from '../node-backend';
import { SMALL_NETWORK } from '../test-clips';
import { judgeNotSpeech } from './judge-not-speech';
import { NOT_SPEECH_SOUNDS } from './not-speech-sounds';

beforeAll(() => startNodeBackend());

it('counts every case once: without speech, uncertain below the threshold, or named', () => {
  const model = buildNetwork(SMALL_NETWORK);
  const strict = judgeNotSpeech(model, 1.01);
  expect(strict.map(({ sound }) => sound)).toEqual([...NOT_SPEECH_SOUNDS]);
  for (const { cases, noSpeech, uncertain, named } of strict) {
    expect(noSpeech + uncertain).toBe(cases);
    expect(named).toEqual({});
  }
  const [firstStrict] = strict;
  const [lax] = judgeNotSpeech(model, 0);
  expect(lax?.uncertain).toBe(0);
  expect(Object.values(lax?.named ?? {}).reduce((sum, count) => sum + count, 0)).toBe(firstStrict?.uncertain);
}, 60_000);
