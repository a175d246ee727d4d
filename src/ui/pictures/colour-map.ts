/**
 * Perceptually uniform colour maps for pictures of sound, computed from a few knots.
 *
 * The knots are colours in OKLab, given by lightness, chroma and hue (Björn Ottosson, "A perceptual color space for
 * image processing", 2020, https://bottosson.github.io/posts/oklab/). The path through them is walked at equal OKLab
 * distances, so equal steps of the data look like equal steps of colour, and its lightness is monotone on each arm,
 * so it also reads in greyscale and to colour-blind eyes.
 */

/** A colour in OKLab: lightness 0…1, green–red and blue–yellow axes. */
export type OkLab = readonly [lightness: number, a: number, b: number];

/** 256 colours, `[red, green, blue, 255]` each, 8-bit sRGB: `table[4 * index + channel]`. */
export type ColourMap = Uint8ClampedArray;

/** Colours in a map. */
export const COLOUR_COUNT = 256;

/** A colour by lightness 0…1, chroma and hue in degrees. */
type Knot = readonly [lightness: number, chroma: number, hueDeg: number];

/** Steps of the fine path that is then resampled at equal distances. */
const FINE_STEPS = 4096;

/** From aubergine through ember to straw: for quantities with one loud end, such as dB. */
export const EMBER: ColourMap = buildColourMap([
  [0.17, 0.035, 305],
  [0.33, 0.105, 325],
  [0.49, 0.15, 5],
  [0.64, 0.155, 35],
  [0.79, 0.135, 68],
  [0.95, 0.07, 98],
]);

/** From blue through near-white to rust: for quantities around a middle, such as standardised coefficients. */
export const TIDE: ColourMap = buildColourMap([
  [0.33, 0.1, 255],
  [0.62, 0.09, 245],
  [0.95, 0.012, 85],
  [0.65, 0.125, 50],
  [0.38, 0.11, 35],
]);

/**
 * Builds a map whose neighbouring colours all lie equally far apart in OKLab.
 *
 * @param knots at least two colours that the map passes through, inside the sRGB gamut
 */
export function buildColourMap(knots: readonly Knot[]): ColourMap {
  const points = knots.map(knotToOkLab);
  const fine = Array.from({ length: FINE_STEPS + 1 }, (_, step) => interpolate(points, step / FINE_STEPS));
  const travelled: number[] = [0];
  for (let step = 1; step <= FINE_STEPS; step++) {
    const from = fine[step - 1];
    const to = fine[step];
    if (from && to) travelled.push((travelled[step - 1] ?? 0) + distanceOkLab(from, to));
  }
  const total = travelled[FINE_STEPS] ?? 0;
  const table = new Uint8ClampedArray(4 * COLOUR_COUNT);
  let step = 0;
  for (let index = 0; index < COLOUR_COUNT; index++) {
    const wanted = (total * index) / (COLOUR_COUNT - 1);
    while (step < FINE_STEPS && (travelled[step] ?? 0) < wanted) step++;
    const colour = fine[step];
    if (colour) table.set([...okLabToSrgb(colour).map((channel) => Math.round(channel * 255)), 255], 4 * index);
  }
  return table;
}

/** Distance of two colours as the eye sees it: Euclidean in OKLab. */
export function distanceOkLab(from: OkLab, to: OkLab): number {
  return Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
}

/** Converts OKLab to gamma-coded sRGB channels; outside 0…1 where the colour lies outside the gamut. */
export function okLabToSrgb([lightness, a, b]: OkLab): readonly [red: number, green: number, blue: number] {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    encodeGamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encodeGamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encodeGamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

/** Index of the colour for a value between the ends of a scale; values beyond the ends take the end's colour. */
export function colourIndex(value: number, low: number, high: number): number {
  const share = (value - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, share)) * (COLOUR_COUNT - 1));
}

/** A colour map as a CSS gradient from left (low) to right (high). */
export function toCssGradient(map: ColourMap): string {
  const stops = Array.from({ length: 17 }, (_, stop) => {
    const start = 4 * Math.round((stop / 16) * (COLOUR_COUNT - 1));
    return `rgb(${[...map.subarray(start, start + 3)].join(' ')})`;
  });
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function knotToOkLab([lightness, chroma, hueDeg]: Knot): OkLab {
  const hue = (hueDeg * Math.PI) / 180;
  return [lightness, chroma * Math.cos(hue), chroma * Math.sin(hue)];
}

/** The point of a polyline at a share 0…1 of its corners. */
function interpolate(points: readonly OkLab[], share: number): OkLab {
  const position = share * (points.length - 1);
  const corner = Math.min(Math.floor(position), points.length - 2);
  const from = points[corner];
  const to = points[corner + 1];
  if (!from || !to) throw new RangeError('a colour map needs at least two knots');
  const part = position - corner;
  const mix = (axis: 0 | 1 | 2): number => from[axis] + part * (to[axis] - from[axis]);
  return [mix(0), mix(1), mix(2)];
}

/** The sRGB transfer function (IEC 61966-2-1). */
function encodeGamma(linear: number): number {
  return linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055;
}
