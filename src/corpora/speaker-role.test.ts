import { expect, it } from 'vitest';
import { describeClip } from './describe-clip';
import type { LabelledClip } from './labelled-clip';
import { findSpeakerRole } from './speaker-role';
import { assignSplitRole, TEST_SPEAKERS, VALIDATION_SPEAKERS } from './speaker-split';

const summarise = (corpus: 'ravdess' | 'crema-d' | 'tess') => ({
  corpus,
  licence: '',
  clips: 1,
  speakers: 1,
  perEmotion: {},
});
const listIds = (speakers: ReadonlySet<string>, corpus: string): string[] =>
  [...speakers].filter((speaker) => speaker.startsWith(`${corpus}/`)).map((speaker) => speaker.split('/')[1] ?? '');
const list = (speakers: ReadonlySet<string>) => ({
  ravdess: listIds(speakers, 'ravdess'),
  'crema-d': listIds(speakers, 'crema-d'),
});

/** As training writes it. */
const CARD = {
  data: [summarise('ravdess'), summarise('crema-d'), summarise('tess')],
  splits: { test: list(TEST_SPEAKERS), validation: list(VALIDATION_SPEAKERS) },
};

function read(path: string): LabelledClip {
  const clip = describeClip(path);
  return 'reason' in clip ? expect.fail(clip.reason) : clip;
}

it.each([
  ['Actor_01/03-01-05-01-01-01-01.wav', 'training'],
  ['Actor_15/03-01-05-01-01-01-15.wav', 'validation'],
  ['Actor_17/03-01-05-01-01-01-17.wav', 'test'],
  ['AudioWAV/1001_DFA_ANG_XX.wav', 'training'],
  ['AudioWAV/1023_DFA_ANG_XX.wav', 'validation'],
  ['AudioWAV/1021_DFA_ANG_XX.wav', 'test'],
  ['OAF_Fear/OAF_back_fear.wav', 'training'],
] as const)('calls the speaker of %s one of %s, as training does', (path, role) => {
  const clip = read(path);
  expect(findSpeakerRole(clip, CARD)).toBe(role);
  expect(assignSplitRole(clip)).toBe(role);
});

it.each([
  ['DC/a01.wav', 'new'],
  ['03a01Fa.wav', 'new'],
  ['anna/angry/1.wav', 'unknown'],
  ['angry/1.wav', 'unknown'],
] as const)('knows nothing of the speaker of %s: %s', (path, role) => {
  expect(findSpeakerRole(read(path), CARD)).toBe(role);
});

it('goes by the card, not by the split of this version', () => {
  const card = { data: [summarise('ravdess')], splits: { test: { ravdess: ['01'] }, validation: {} } };
  expect(findSpeakerRole(read('03-01-05-01-01-01-01.wav'), card)).toBe('test');
  expect(findSpeakerRole(read('03-01-05-01-01-01-17.wav'), card)).toBe('training');
  expect(findSpeakerRole(read('1021_DFA_ANG_XX.wav'), card)).toBe('new');
});
