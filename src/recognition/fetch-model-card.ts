import { UndertoneError } from '../contract/errors';
import { createModelFetcher } from '../workers/fetch-model-file';

const CARD_FILE = 'model-card.json';

/**
 * Fetches the card of the model that the page runs, from the site or, without a connection, from this device.
 *
 * @returns whatever JSON it is: nothing is checked yet.
 * @throws UndertoneError `model-unavailable` when it does not arrive or is no JSON.
 */
export async function fetchModelCard(): Promise<unknown> {
  const bytes = await createModelFetcher(new URL('model/', document.baseURI).href)(CARD_FILE, () => undefined);
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch (cause) {
    const got = `got ${bytes.length} other bytes`;
    throw new UndertoneError('model-unavailable', `Expected JSON in ${CARD_FILE}, ${got}.`, { cause });
  }
}
