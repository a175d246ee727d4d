/** The model card for people, formatted as every file of the project is. */
import { format, resolveConfig } from 'prettier';
import type { ModelCard } from '../src/contract/model-card';
import { formatCardDocument } from '../src/training/card-document/card-document';

/** Where it lies. */
export const CARD_DOCUMENT = 'docs/model-card.md';

/** The text of `CARD_DOCUMENT` for a card. */
export async function renderCardDocument(card: ModelCard): Promise<string> {
  return format(formatCardDocument(card), { ...(await resolveConfig(CARD_DOCUMENT)), filepath: CARD_DOCUMENT });
}
