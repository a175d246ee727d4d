/** The screens of the page, each with an address of its own behind the `#`: any static host will do. */

/**
 * Where the visitor is; `id` is the result that is open, in a comparison the kept one that is compared, `null` for none;
 * `section` is a part of the screen.
 */
export type Route =
  | { readonly page: 'start' }
  | { readonly page: 'files'; readonly id: number | null }
  | { readonly page: 'history'; readonly id: number | null }
  | { readonly page: 'compare'; readonly id: number | null }
  | { readonly page: 'evaluate' }
  | { readonly page: 'model'; readonly section: string | null };

const LIST_PATTERN = /^#\/(files|history|compare)(?:\/(\d+))?$/;
const MODEL_PATTERN = /^#\/model(?:\/([a-z-]+))?$/;
const EVALUATE = '#/evaluate';

/** Reads the part of an address from `#` on; what is not known leads to the start. */
export function parseRoute(hash: string): Route {
  if (hash === EVALUATE) return { page: 'evaluate' };
  const model = MODEL_PATTERN.exec(hash);
  if (model) return { page: 'model', section: model[1] ?? null };
  const [, page, id] = LIST_PATTERN.exec(hash) ?? [];
  if (page !== 'files' && page !== 'history' && page !== 'compare') return { page: 'start' };
  return { page, id: id === undefined ? null : Number(id) };
}

/** The address of a screen, as `href`. */
export function toHash(route: Route): string {
  if (route.page === 'start') return '#/';
  if (route.page === 'evaluate') return EVALUATE;
  if (route.page === 'model') return route.section === null ? '#/model' : `#/model/${route.section}`;
  return route.id === null ? `#/${route.page}` : `#/${route.page}/${route.id}`;
}
