import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { ModelCard } from '../src/contract/model-card';
import { CARD_DOCUMENT, renderCardDocument } from './card-document';

describe('docs/model-card.md', () => {
  it('is what `npm run model-card` makes of the published card', async () => {
    const card = JSON.parse(await readFile('public/model/model-card.json', 'utf8')) as ModelCard;
    expect(await readFile(CARD_DOCUMENT, 'utf8')).toBe(await renderCardDocument(card));
  });
});
