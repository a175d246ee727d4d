import { expect, it } from 'vitest';
import { describeChanges, formatDbfs } from './change-words';

it('describeChanges tells before from after', () => {
  const original = { sampleRateHz: 48_000, channelCount: 2, peak: 0.5, rms: 0.05 };
  const changes = describeChanges(original, { durationSec: 3.44, speechSec: 2.9, windows: 1 });
  const find = (wanted: string) => changes.find(({ name }) => name === wanted);
  expect(find('Samples per second')).toMatchObject({ before: '48,000\u00a0Hz', after: '11,025\u00a0Hz' });
  expect(find('Channels')).toMatchObject({ before: '2', after: '1, mixed so that no voice is lost' });
  expect(find('Frequencies')).toMatchObject({ before: '0 to 24,000\u00a0Hz' });
  expect(find('Length')).toMatchObject({ before: '3.4 s', after: '2.9 s of speech, in 1 window' });
  expect(find('Faintest sounds')?.after).toBe('masked from 40\u00a0dB below the loudest');
  expect(find('Level')?.before).toBe('peak −6.0\u00a0dBFS, RMS −26.0\u00a0dBFS');
});

it('formatDbfs knows silence', () => {
  expect(formatDbfs(0)).toBe('silence');
});
