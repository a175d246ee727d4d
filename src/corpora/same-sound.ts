import type { LabelledClip, SkippedFile } from './labelled-clip';

/**
 * Makes a check that lets every sound through once: corpora hold the same recording under several names, and counted
 * twice it would weigh double.
 *
 * @returns given clips in their order, each with what tells its sound from others: why the clip is left out, `null` when
 *   its sound is new
 */
export function createSameSoundCheck(): (clip: LabelledClip, sound: string) => SkippedFile | null {
  const firstOfSound = new Map<string, LabelledClip>();
  return (clip, sound) => {
    const first = firstOfSound.get(sound);
    if (first === undefined) {
      firstOfSound.set(sound, clip);
      return null;
    }
    const label = first.emotion === clip.emotion ? '' : `, though labelled ${clip.emotion}, not ${first.emotion}`;
    return { path: clip.path, reason: `The same sound as ${first.path}${label}.` };
  };
}
