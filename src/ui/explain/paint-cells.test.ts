import { expect, it } from 'vitest';
import { findInnerBox, fromBox, toBox } from './paint-cells';

const PICTURE = { rows: 40, frames: 90 };
const MARGIN = { rows: 5, columns: 5 };

it('toBox puts the first cell at the lower left, inside of the margin, and fromBox finds it again', () => {
  expect(toBox(PICTURE, { rows: 0, columns: 0 }, 0, 0)).toEqual({ x: 0.5 / 90, y: 1 - 0.5 / 40 });
  const point = toBox(PICTURE, MARGIN, 7, 31);
  expect(point).toEqual({ x: 0.365, y: 0.75 });
  const { row, column } = fromBox(PICTURE, MARGIN, point);
  expect(row).toBeCloseTo(7, 9);
  expect(column).toBeCloseTo(31, 9);
});

it('findInnerBox leaves as much around the cells as toBox counts', () => {
  expect(findInnerBox(1000, 500, PICTURE, MARGIN)).toEqual({ left: 50, top: 50, width: 900, height: 400 });
});
