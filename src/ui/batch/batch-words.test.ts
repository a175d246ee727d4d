import { describe, expect, it } from 'vitest';
import { announceCounts, describeCounts, describeItem } from './batch-words';

describe('describeItem', () => {
  it('says what is happening, and of a failure what it was', () => {
    expect(describeItem({ status: 'reading', share: null })).toBe('Reading');
    expect(describeItem({ status: 'analysing', share: 0.25 })).toMatch(/^Listening, 25/u);
    const failed = describeItem({ status: 'failed', error: { code: 'silent', message: '' } });
    expect(failed).toContain('No speech');
  });
});

describe('describeCounts and announceCounts', () => {
  const counts = { total: 8, pending: 8, done: 0, failed: 0, cancelled: 0 };

  it('leave out what did not happen', () => {
    expect(describeCounts({ ...counts, done: 6 })).toBe('6 of 8 done');
    expect(describeCounts({ ...counts, done: 6, failed: 1, cancelled: 1 })).toBe('6 of 8 done, 1 failed, 1 cancelled');
  });

  it('announces quarters, not files', () => {
    expect(announceCounts({ ...counts, total: 0, pending: 0 })).toBe('');
    expect(announceCounts({ ...counts, pending: 7 })).toBe(announceCounts(counts));
    expect(announceCounts({ ...counts, pending: 5 })).toContain('25 per cent');
    expect(announceCounts({ ...counts, pending: 0, done: 7, failed: 1 })).toBe('Finished: 7 of 8 done, 1 failed.');
  });
});
