import { describe, expect, it } from 'vitest';
import { parseRoute, toHash, type Route } from './route';

describe('parseRoute', () => {
  it.each(['', '#', '#/', '#/elsewhere', '#/files/x', '#/files/', 'files', '#/model/7', '#/model/', '#/evaluate/3'])(
    'leads %j to the start',
    (hash) => {
      expect(parseRoute(hash)).toEqual({ page: 'start' });
    },
  );

  it.each<Route>([
    { page: 'start' },
    { page: 'files', id: null },
    { page: 'files', id: 12 },
    { page: 'history', id: null },
    { page: 'history', id: 0 },
    { page: 'compare', id: null },
    { page: 'compare', id: 7 },
    { page: 'evaluate' },
    { page: 'model', section: null },
    { page: 'model', section: 'how-well' },
  ])('reads what toHash writes of %j', (route) => {
    expect(parseRoute(toHash(route))).toEqual(route);
  });
});
