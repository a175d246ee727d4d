import { describe, expect, it } from 'vitest';
import { parseRoute, toHash, type Route } from './route';

describe('parseRoute', () => {
  it.each(['', '#', '#/', '#/elsewhere', '#/files/x', '#/files/', 'files', '#/model/7', '#/model/'])(
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
    { page: 'model', section: null },
    { page: 'model', section: 'how-well' },
  ])('reads what toHash writes of %j', (route) => {
    expect(parseRoute(toHash(route))).toEqual(route);
  });
});
