import { expect, it } from 'vitest';
import type { LabelledClip } from './labelled-clip';
import { createSameSoundCheck } from './same-sound';

function createClip(path: string, emotion: LabelledClip['emotion']): LabelledClip {
  return { path, corpus: 'folder', speaker: null, emotion };
}

it('lets every sound through once, and says where it was heard before', () => {
  const check = createSameSoundCheck();
  expect(check(createClip('a.wav', 'sad'), 'one')).toBeNull();
  expect(check(createClip('b.wav', 'sad'), 'other')).toBeNull();
  expect(check(createClip('c.wav', 'sad'), 'one')).toEqual({ path: 'c.wav', reason: 'The same sound as a.wav.' });
  expect(check(createClip('d.wav', 'calm'), 'one')?.reason).toBe(
    'The same sound as a.wav, though labelled calm, not sad.',
  );
  // Another folder, another check.
  expect(createSameSoundCheck()(createClip('c.wav', 'sad'), 'one')).toBeNull();
});
