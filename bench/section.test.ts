import { describe, expect, it } from 'vitest';
import { defineSection, selectSections } from './section';

const sections = ['one', 'two', 'three'].map((name) => defineSection(name, name, () => 1, String));

describe('selectSections', () => {
  it('keeps the usual order, and takes all when none is named', () => {
    expect(selectSections(sections, ['three', 'one']).map(({ name }) => name)).toEqual(['one', 'three']);
    expect(selectSections(sections, [])).toEqual(sections);
  });

  it('refuses a name that is unknown', () => {
    expect(() => selectSections(sections, ['four'])).toThrow('--only: expected one, two, three, got four.');
  });
});

describe('a section', () => {
  it('hands the options to its measurement and the figures to its table', async () => {
    const { run } = defineSection(
      'one',
      'One',
      ({ quick }) => ({ turns: quick ? 1 : 9 }),
      ({ turns }) => `${turns} turns`,
    );
    const result = await run({ quick: true, dataFolder: undefined });
    expect(result).toEqual({ figures: { turns: 1 }, markdown: '1 turns' });
  });
});
