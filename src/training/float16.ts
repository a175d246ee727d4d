/** IEEE 754 half precision: 1 sign, 5 exponent and 10 fraction bits. */

const scratchFloat = new Float32Array(1);
const scratchBits = new Uint32Array(scratchFloat.buffer);

/**
 * Rounds float32 values to the nearest half (ties to even), as bit patterns.
 * @throws RangeError for values beyond ±65504 or not finite: weights have none
 */
export function encodeFloat16(values: Float32Array): Uint16Array {
  return Uint16Array.from(values, encodeOne);
}

function encodeOne(value: number): number {
  scratchFloat[0] = value;
  const bits = scratchBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (!(magnitude < 65520)) throw new RangeError(`Expected a value within ±65504, got ${value}.`);
  // Below the smallest normal half, 2⁻¹⁴, fractions are whole multiples of 2⁻²⁴; a carry into the exponent is right.
  if (magnitude < 2 ** -14) return sign | roundToEven(magnitude * 2 ** 24);
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  return sign | ((exponent << 10) + roundToEven((bits & 0x7fffff) / 2 ** 13));
}

function roundToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
