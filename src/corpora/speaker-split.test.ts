import { describe, expect, it } from 'vitest';
import { hasSharedFolder, readSharedJson } from '../testing/shared-folder';
import { describeClip } from './describe-clip';
import { assignSplitRole, TEST_SPEAKERS, VALIDATION_SPEAKERS } from './speaker-split';

describe('assignSplitRole', () => {
  it.each([
    ['03-01-06-02-02-02-17.wav', 'test'],
    ['03-01-06-02-02-02-15.wav', 'validation'],
    ['03-01-06-02-02-02-01.wav', 'training'],
    ['1021_DFA_ANG_XX.wav', 'test'],
    ['1023_DFA_ANG_XX.wav', 'validation'],
    ['OAF_back_fear.wav', 'training'],
    ['angry/17.wav', 'training'],
  ])('%s is for %s', (path, role) => {
    const clip = describeClip(path);
    expect('emotion' in clip && assignSplitRole(clip)).toBe(role);
  });
});

describe.skipIf(!hasSharedFolder)('the speakers set apart (skipped without ../shared)', () => {
  it('are those of data/splits.json', async () => {
    const splits = (await readSharedJson('data/splits.json')) as Record<
      'test' | 'validation',
      Readonly<Record<string, readonly string[]>>
    >;
    const join = (groups: Readonly<Record<string, readonly string[]>>): ReadonlySet<string> =>
      new Set(Object.entries(groups).flatMap(([corpus, ids]) => ids.map((id) => `${corpus}/${id}`)));
    expect(TEST_SPEAKERS).toEqual(join(splits.test));
    expect(VALIDATION_SPEAKERS).toEqual(join(splits.validation));
  });
});
