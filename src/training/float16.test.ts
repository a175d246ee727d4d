import { describe, expect, it } from 'vitest';
import { encodeFloat16 } from './float16';

/** The value of a bit pattern by the definition of IEEE 754-2008, binary16. */
function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const encodeOne = (value: number): number | undefined => encodeFloat16(Float32Array.of(value))[0];

describe('encodeFloat16', () => {
  it.each([
    ['zero', 0, 0x0000],
    ['negative zero', -0, 0x8000],
    ['one', 1, 0x3c00],
    ['minus two', -2, 0xc000],
    ['a third', 1 / 3, 0x3555],
    ['the largest', 65504, 0x7bff],
    ['a little beyond the largest', 65519, 0x7bff],
    ['the smallest normal', 2 ** -14, 0x0400],
    ['the largest subnormal', 1023 * 2 ** -24, 0x03ff],
    ['the smallest subnormal', 2 ** -24, 0x0001],
    ['a subnormal that rounds up to a normal', 1023.75 * 2 ** -24, 0x0400],
    ['half the smallest subnormal, a tie to zero', 2 ** -25, 0x0000],
    ['just above that tie', 1.001 * 2 ** -25, 0x0001],
    ['a subnormal tie to even, upwards', 1.5 * 2 ** -24, 0x0002],
    ['a tie to even, downwards', 1 + 2 ** -11, 0x3c00],
    ['a tie to even, upwards', 1 + 3 * 2 ** -11, 0x3c02],
    ['just above a tie', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
    ['a fraction that carries into the exponent', 2 - 2 ** -12, 0x4000],
    ['a float32 subnormal', 1e-40, 0x0000],
  ])('%s', (_, value, bits) => {
    expect(encodeOne(value)).toBe(bits);
  });

  it('brings every finite half back', () => {
    const patterns = Uint16Array.from({ length: 0x10000 }, (_, bits) => bits).filter(
      (bits) => (bits & 0x7c00) !== 0x7c00,
    );
    expect(encodeFloat16(Float32Array.from(patterns, decodeFloat16))).toEqual(patterns);
  });

  it.each([65520, -65520, 1e30, Infinity, -Infinity, NaN])('refuses %d', (value) => {
    expect(() => encodeOne(value)).toThrow(RangeError);
  });
});
