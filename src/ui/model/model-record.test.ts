import { readFileSync } from 'node:fs';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { ModelRecord } from './model-record';
import { readCard } from './read-card';
import { COMPLETE_CARD } from './test-complete-card';

/** What the page shows of a card before anybody has chosen anything, by section. */
function render(json: unknown): { readonly whole: string; readonly section: (slug: string) => string } {
  const whole = renderToStaticMarkup(createElement(ModelRecord, { card: readCard(json), opensAt: null }));
  return {
    whole: toText(whole),
    section: (slug) => toText(whole.split('<section').find((part) => part.includes(`data-section="${slug}"`)) ?? ''),
  };
}

/** What stands in the tags, cells and blocks apart. */
function toText(markup: string): string {
  return markup
    .replace(/<[^>]+>/g, '|')
    .replace(/\|+/g, '|')
    .replaceAll('\u00a0', ' ')
    .replaceAll('&#x27;', "'");
}

const NOT_MEASURED = 'not been measured yet for these weights';

describe('of a complete card', () => {
  const { whole, section } = render(JSON.parse(JSON.stringify(COMPLETE_CARD)));

  it('says nothing of anything missing', () => {
    expect(whole).not.toMatch(/been measured yet|does not say|could not be read|NaN|undefined|\[object/);
  });

  it('shows the test on unseen speakers first, and lets one choose the others', () => {
    expect(section('results')).toMatch(
      /Measured on\|Test: unseen speakers\|Test: stratified\|.*OAF.*YAF.*\|Validation speakers\|/,
    );
    expect(section('results')).toContain('|All|8|4|51.0 % (');
    expect(section('results')).toContain('what to expect of a new voice');
  });

  it('says what came of each goal', () => {
    expect(section('goals')).toContain('|accuracy, stratified test|≥ 77.0 %|71.0 %|missed|');
    expect(section('goals')).toContain('|calibration error|≤ 0.050|0.041|met|');
    expect(section('goals')).toContain('|something else|≥ 0.300|not measured|');
  });

  it('sets ours beside the figures of others, each with its protocol', () => {
    expect(section('others')).toContain('|listeners|all clips|40.9 %|a paper|');
    expect(section('others')).toMatch(/\|Undertone\|CREMA-D, test: stratified: accuracy\|75\.0 % \(/);
    expect(section('others')).toMatch(/\|Undertone\|All corpora, validation speakers: accuracy\|62\.5 % \(/);
  });

  it('shows training with the best epoch, and the trainings for other tests', () => {
    expect(section('training')).toContain('The best is epoch 2, where the validation loss was 0.750');
    expect(section('training')).toContain('|For test: stratified|');
    expect(section('training')).toContain('|npm run train speaker-disjoint|');
  });

  it('shows data, calibration, ablation, robustness, use and files', () => {
    expect(section('data')).toContain('Calm is in 0 of 2 corpora');
    expect(section('data')).toContain('|Angry|700|100|800|');
    expect(section('data')).toContain('RAVDESS: 15, 16; CREMA-D: 1023');
    expect(section('calibration')).toMatch(/temperature of \|?1\.234/);
    expect(section('deformation')).toContain('+3.0 percentage points');
    expect(section('deformation')).toContain('|speaker-disjoint|3|60.0 %|59.0 %|1,100|58.0 %|57.0 %|1,000|');
    expect(section('deformation')).toContain('35.5 % are judged rightly instead of 62.5 %');
    expect(section('robustness')).toContain('|music|25|1|22|2 angry|');
    expect(section('use')).toContain('|Judging people.|');
    expect(section('files')).toContain('|weights.bin|12,345|abc123|');
    expect(section('files')).toContain('|2000-01-02 03:04 UTC|');
  });
});

describe('of the published card, without what comes of test clips', () => {
  const json = JSON.parse(readFileSync('public/model/model-card.json', 'utf8')) as Record<string, unknown>;

  it('says in a sentence what it lacks', () => {
    const unscored = Object.entries(json).filter(([name]) => !/^(protocols|ablation.*)$/.test(name));
    const { whole, section } = render(Object.fromEntries(unscored));
    expect(section('results')).toContain(
      'These tests have not been measured yet for these weights: unseen speakers; stratified; TESS without one actress.',
    );
    expect(section('results')).toContain('the figures flatter a little');
    expect(section('deformation')).toContain(NOT_MEASURED);
    expect(whole).not.toMatch(/NaN|undefined|could not be read/);
  });
});

it('says of what is of another version that it could not be read', () => {
  const { section } = render({ ...COMPLETE_CARD, calibration: { temperature: 1 }, protocols: 7 });
  for (const slug of ['calibration', 'results']) expect(section(slug)).toContain('could not be read');
  expect(section('results')).toContain('Validation speakers');
});

it('shows a card of nothing but its head', () => {
  const { version, createdAt, emotions, features, weights } = COMPLETE_CARD;
  const { whole } = render({ version, createdAt, emotions, features, weights });
  expect(whole.split(NOT_MEASURED).length).toBeGreaterThan(6);
  expect(whole).not.toMatch(/NaN|undefined/);
});
