import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readCard } from './read-card';
import { COMPLETE_CARD } from './test-complete-card';

/** As it comes from a file. */
function asJson(card: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(card)) as Record<string, unknown>;
}

function listStates(json: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(readCard(json).sections).map(([name, { state }]) => [name, state]));
}

describe('readCard', () => {
  it('reads every section of a complete card as it is', () => {
    const { head, sections } = readCard(asJson(COMPLETE_CARD));
    const read = Object.fromEntries(
      Object.entries(sections).map(([name, section]) => [
        name,
        section.state === 'read' ? section.value : section.state,
      ]),
    );
    expect({ ...head, ...read }).toEqual(COMPLETE_CARD);
  });

  it('reads the published card', () => {
    const states = listStates(JSON.parse(readFileSync('public/model/model-card.json', 'utf8')));
    expect(Object.values(states)).not.toContain('unreadable');
    for (const name of ['training', 'validation', 'data', 'calibration', 'deformation', 'use'])
      expect(states[name], name).toBe('read');
  });

  it('says what an older card lacks, an empty list too', () => {
    const { head } = readCard(asJson(COMPLETE_CARD));
    expect(new Set(Object.values(listStates({ ...head, robustness: [] })))).toEqual(new Set(['missing']));
  });

  it.each([
    ['validation', { ...COMPLETE_CARD.validation, confusion: [[1]] }],
    ['validation', { ...COMPLETE_CARD.validation, accuracy: 1.5 }],
    ['calibration', { temperature: 1 }],
    ['protocols', { stratified: COMPLETE_CARD.validation }],
    ['training', 'elsewhere'],
    ['data', [{ corpus: 'radio', licence: '', clips: 1, speakers: 1, perEmotion: {} }]],
  ])('keeps the rest where %s is of another shape (%#)', (name, spoilt) => {
    const states = listStates({ ...asJson(COMPLETE_CARD), [name]: spoilt });
    expect(Object.entries(states).filter(([, state]) => state !== 'read')).toEqual([[name, 'unreadable']]);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['no weights', { ...asJson(COMPLETE_CARD), weights: undefined }],
    ['other emotions', { ...asJson(COMPLETE_CARD), emotions: ['glad'] }],
  ])('refuses %s', (_, json) => {
    expect(() => readCard(json)).toThrow(expect.objectContaining({ code: 'model-mismatch' }));
  });
});
