import { describe, expect, it } from 'vitest';
import { EMOTIONS } from '../contract/emotions';
import type { LabelledClip } from './labelled-clip';
import type { SplitRole } from './speaker-split';
import { splitClips, summariseSplit, type SplitRoles } from './split-clips';

/** RAVDESS of 20 actors, two clips an emotion; TESS of two actresses, five clips an emotion. */
const CLIPS: readonly LabelledClip[] = [
  ...Array.from({ length: 20 }, (_, i) => String(i + 1).padStart(2, '0')).flatMap((actor) =>
    EMOTIONS.flatMap((emotion) =>
      [1, 2].map((take) => ({
        path: `ravdess/Actor_${actor}/${emotion}-${take}-${actor}.wav`,
        corpus: 'ravdess' as const,
        speaker: `ravdess/${actor}`,
        emotion,
      })),
    ),
  ),
  ...['OAF', 'YAF'].flatMap((actress) =>
    EMOTIONS.filter((emotion) => emotion !== 'calm').flatMap((emotion) =>
      [1, 2, 3, 4, 5].map((word) => ({
        path: `tess/${actress}_${emotion}/${actress}_${word}_${emotion}.wav`,
        corpus: 'tess' as const,
        speaker: `tess/${actress}`,
        emotion,
      })),
    ),
  ),
];

const pathsOf = (roles: SplitRoles, role: SplitRole): string[] =>
  [...roles].flatMap(([path, assigned]) => (assigned === role ? [path] : [])).sort();

describe('stratified', () => {
  const roles = splitClips(CLIPS, { name: 'stratified', seed: 1 });

  it('tests a fifth of every emotion, and validates a tenth of its rest', () => {
    for (const emotion of EMOTIONS) {
      const inRole = (role: SplitRole): number =>
        CLIPS.filter((clip) => clip.emotion === emotion && roles.get(clip.path) === role).length;
      const total = emotion === 'calm' ? 40 : 50;
      expect([inRole('test'), inRole('validation'), inRole('training')]).toEqual(
        emotion === 'calm' ? [8, 3, 29] : [10, 4, 36],
      );
      expect(inRole('test') + inRole('validation') + inRole('training')).toBe(total);
    }
  });

  it('is a function of the seed', () => {
    expect(splitClips(CLIPS, { name: 'stratified', seed: 1 })).toEqual(roles);
    const other = pathsOf(splitClips(CLIPS, { name: 'stratified', seed: 2 }), 'test');
    const shared = other.filter((path) => roles.get(path) === 'test').length;
    // Independent draws share a fifth of 78: 16, give or take 3.5.
    expect(shared).toBeGreaterThan(4);
    expect(shared).toBeLessThan(28);
  });

  it('does not depend on the order, nor on the folders of the known corpora', () => {
    expect(pathsOf(splitClips([...CLIPS].reverse(), { name: 'stratified', seed: 1 }), 'test')).toEqual(
      pathsOf(roles, 'test'),
    );
    const moved = CLIPS.map((clip) => ({ ...clip, path: `elsewhere/${clip.path}` }));
    expect(pathsOf(splitClips(moved, { name: 'stratified', seed: 1 }), 'test')).toEqual(
      pathsOf(roles, 'test').map((path) => `elsewhere/${path}`),
    );
  });

  it('tells clips of one name in different folders apart', () => {
    const clips = Array.from({ length: 100 }, (_, i) => ({
      path: `speaker${i}/sad/1.wav`,
      corpus: 'folder' as const,
      speaker: `folder/speaker${i}`,
      emotion: 'sad' as const,
    }));
    const tests = pathsOf(splitClips(clips, { name: 'stratified', seed: 1 }), 'test');
    expect(tests).toHaveLength(20);
    // Not the first twenty in any order of their names.
    const numbers = tests.map((path) => Number(/\d+/.exec(path)?.[0])).sort((a, b) => a - b);
    expect((numbers.at(-1) ?? 0) - (numbers[0] ?? 0)).toBeGreaterThan(60);
  });

  it('hears every speaker in training: that is what it is', () => {
    const training = new Set(CLIPS.filter(({ path }) => roles.get(path) === 'training').map(({ speaker }) => speaker));
    expect(training.size).toBe(22);
  });
});

describe('speaker-disjoint', () => {
  it('shares no speaker between its parts', () => {
    const roles = splitClips(CLIPS, { name: 'speaker-disjoint' });
    const speakers = (role: SplitRole): Set<string | null> =>
      new Set(CLIPS.filter(({ path }) => roles.get(path) === role).map(({ speaker }) => speaker));
    expect(speakers('test')).toEqual(new Set(['17', '18', '19', '20'].map((actor) => `ravdess/${actor}`)));
    expect(speakers('validation')).toEqual(new Set(['ravdess/15', 'ravdess/16']));
    expect(speakers('training').size).toBe(16);
    expect(roles.size).toBe(CLIPS.length);
  });
});

describe('tess-leave-one-out', () => {
  it.each(['OAF', 'YAF'] as const)('tests on %s alone and trains without her', (actress) => {
    const roles = splitClips(CLIPS, { name: 'tess-leave-one-out', actress });
    const disjoint = splitClips(CLIPS, { name: 'speaker-disjoint' });
    expect(pathsOf(roles, 'test')).toEqual(
      CLIPS.filter(({ speaker }) => speaker === `tess/${actress}`)
        .map(({ path }) => path)
        .sort(),
    );
    expect(pathsOf(roles, 'validation')).toEqual(pathsOf(disjoint, 'validation'));
    expect(pathsOf(roles, 'training')).toEqual(
      pathsOf(disjoint, 'training').filter((path) => !path.includes(`${actress}_`)),
    );
    // The speakers of the other protocol's test are heard by nobody.
    expect(pathsOf(disjoint, 'test').filter((path) => roles.has(path))).toEqual([]);
  });
});

describe('summariseSplit', () => {
  it('counts clips and speakers of each part', () => {
    const protocol = { name: 'tess-leave-one-out', actress: 'YAF' } as const;
    expect(summariseSplit(CLIPS, splitClips(CLIPS, protocol), protocol)).toEqual({
      protocol,
      training: { clips: 14 * 16 + 35, speakers: 15 },
      validation: { clips: 32, speakers: 2 },
      test: { clips: 35, speakers: 1 },
    });
  });
});
