import { describe, expect, it } from 'vitest';
import { chooseSources, type SourceGroups } from './sources';

const option = (key: string, fileName: string) => ({ key, fileName, detail: '' });
const GROUPS: SourceGroups = {
  present: [option('present', 'new.wav')],
  files: [],
  kept: [option('kept-2', 'new.wav'), option('kept-1', 'old.wav')],
};
const EMPTY: SourceGroups = { present: [], files: [], kept: [] };

describe('chooseSources', () => {
  it('takes the present result, and another recording rather than the same one as it was kept', () => {
    expect(chooseSources(GROUPS, [null, null])).toEqual(['present', 'kept-1']);
  });

  it('keeps what was chosen', () => {
    expect(chooseSources(GROUPS, ['kept-1', null])).toEqual(['kept-1', 'present']);
    expect(chooseSources(GROUPS, [null, 'present'])).toEqual(['kept-2', 'present']);
    expect(chooseSources(GROUPS, ['kept-1', 'kept-1'])).toEqual(['kept-1', 'kept-1']);
  });

  it('compares the only recording with itself: it has moments', () => {
    expect(chooseSources({ ...EMPTY, kept: [option('kept-1', 'a.wav')] }, [null, null])).toEqual(['kept-1', 'kept-1']);
    expect(chooseSources(EMPTY, [null, null])).toEqual(['', '']);
  });
});
