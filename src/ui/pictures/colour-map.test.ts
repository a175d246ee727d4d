import { describe, expect, it } from 'vitest';
import { COLOUR_COUNT, EMBER, TIDE, colourIndex, distanceOkLab, okLabToSrgb, toCssGradient } from './colour-map';
import type { ColourMap, OkLab } from './colour-map';

/** OKLab of an 8-bit sRGB colour, the published inverse of the conversion under test. */
function srgbToOkLab(channels: readonly number[]): OkLab {
  const [red = 0, green = 0, blue = 0] = channels.map((channel) => {
    const coded = channel / 255;
    return coded <= 0.04045 ? coded / 12.92 : ((coded + 0.055) / 1.055) ** 2.4;
  });
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

function colourAt(map: ColourMap, index: number): OkLab {
  return srgbToOkLab([...map.subarray(4 * index, 4 * index + 3)]);
}

describe.each([
  ['EMBER', EMBER],
  ['TIDE', TIDE],
])('%s', (_, map) => {
  it('has 256 opaque colours', () => {
    expect(map).toHaveLength(4 * COLOUR_COUNT);
    for (let index = 0; index < COLOUR_COUNT; index++) expect(map[4 * index + 3]).toBe(255);
  });

  it('moves by equal steps for the eye', () => {
    // Lengths of path of sixteen colours, in pieces of four: single steps are as small as the rounding to 8 bits.
    const steps = Array.from({ length: 15 }, (__, step) =>
      [0, 4, 8, 12].reduce((length, offset) => {
        const start = 16 * step + offset;
        return length + distanceOkLab(colourAt(map, start), colourAt(map, start + 4));
      }, 0),
    );
    // A chord across a knot is shorter than the path, so the corners may cost a little.
    expect(Math.min(...steps) / Math.max(...steps)).toBeGreaterThan(0.8);
  });
});

it('EMBER grows lighter all the way', () => {
  for (let index = 4; index < COLOUR_COUNT; index += 4) {
    expect(colourAt(EMBER, index)[0]).toBeGreaterThan(colourAt(EMBER, index - 4)[0]);
  }
});

it('TIDE is lightest in the middle and dark at both ends', () => {
  const lightest = Array.from({ length: COLOUR_COUNT }, (_, index) => colourAt(TIDE, index)[0]);
  const peak = lightest.indexOf(Math.max(...lightest));
  expect(Math.abs(peak - 127.5)).toBeLessThan(16);
  expect(lightest[0]).toBeLessThan(0.45);
  expect(lightest[COLOUR_COUNT - 1]).toBeLessThan(0.45);
});

describe('okLabToSrgb', () => {
  // Reference pairs of the OKLab article, via CSS Color 4.
  it.each([
    ['white', [1, 0, 0], [1, 1, 1]],
    ['black', [0, 0, 0], [0, 0, 0]],
    ['red', [0.62796, 0.22486, 0.12585], [1, 0, 0]],
    ['blue', [0.45201, -0.03246, -0.31153], [0, 0, 1]],
  ] as const)('converts %s', (_, colour, expected) => {
    okLabToSrgb(colour).forEach((channel, index) => {
      // The references are printed with five digits; gamma steepens errors near zero by about 13.
      expect(channel).toBeCloseTo(expected[index] ?? Number.NaN, 2);
    });
  });
});

describe('colourIndex', () => {
  it.each([
    [-80, 0],
    [0, 255],
    [-40, 128],
    [-200, 0],
    [5, 255],
  ])('gives %d dB colour %d', (value, index) => {
    expect(colourIndex(value, -80, 0)).toBe(index);
  });
});

it('toCssGradient begins and ends with the ends of the map', () => {
  const gradient = toCssGradient(EMBER);
  expect(gradient).toContain(`to right, rgb(${[...EMBER.subarray(0, 3)].join(' ')})`);
  expect(gradient.endsWith(`rgb(${[...EMBER.subarray(-4, -1)].join(' ')}))`)).toBe(true);
});
