import { describe, expect, it } from 'vitest';
import { countRoles, planEvaluation, type CardFacts } from './plan-evaluation';

const CARD: CardFacts = {
  data: [{ corpus: 'ravdess', licence: '', clips: 1, speakers: 1, perEmotion: {} }],
  splits: { test: { ravdess: ['17'] }, validation: { ravdess: ['15'] } },
};

const plan = (...paths: readonly string[]) =>
  planEvaluation(
    paths.map((path) => ({ file: new File([], path.split('/').at(-1) ?? ''), path })),
    CARD,
  );

describe('planEvaluation', () => {
  it('reads labels, speakers and what the speakers are to the weights', () => {
    const { clips, skipped } = plan(
      'ravdess/Actor_17/03-01-05-01-01-01-17.wav',
      'ravdess/Actor_01/03-01-04-01-01-01-01.wav',
      'ravdess/notes.wav',
    );
    expect(clips).toMatchObject([
      { path: 'Actor_01/03-01-04-01-01-01-01.wav', emotion: 'sad', speaker: 'ravdess/01', role: 'training' },
      { path: 'Actor_17/03-01-05-01-01-01-17.wav', emotion: 'angry', speaker: 'ravdess/17', role: 'test' },
    ]);
    expect(skipped).toEqual([
      { path: 'notes.wav', reason: expect.stringMatching(/named after/) as string, code: null },
    ]);
  });

  it('sorts as Node does: by code units', () => {
    expect(plan('d/sad/b.wav', 'd/sad/a.wav', 'd/sad/Z.wav').clips.map(({ path }) => path)).toEqual([
      'sad/Z.wav',
      'sad/a.wav',
      'sad/b.wav',
    ]);
  });

  it.each([
    // One folder is what `--data` names.
    [
      ['mine/angry/1.wav', 'mine/sad/2.wav'],
      ['angry/1.wav', 'sad/2.wav'],
    ],
    [['happy/angry/1.wav'], ['angry/1.wav']],
    // Its name counts where it is the only one that says something, and where there are several.
    [
      ['angry/1.wav', 'angry/2.wav'],
      ['angry/1.wav', 'angry/2.wav'],
    ],
    [
      ['angry/1.wav', 'sad/2.wav'],
      ['angry/1.wav', 'sad/2.wav'],
    ],
    [
      ['sad.wav', 'mine/sad.wav'],
      ['mine/sad.wav', 'sad.wav'],
    ],
  ])('of %j knows %j', (paths, known) => {
    expect(plan(...paths).clips.map(({ path }) => path)).toEqual(known);
  });

  it('is empty where nothing is', () => {
    expect(plan()).toEqual({ clips: [], skipped: [] });
  });
});

it('countRoles leaves out what nobody is', () => {
  const { clips } = plan('Actor_17/03-01-05-01-01-01-17.wav', 'sad/1.wav', 'sad/2.wav');
  expect([...countRoles(clips)]).toEqual([
    ['test', 1],
    ['unknown', 2],
  ]);
});
