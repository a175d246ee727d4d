import { describe, expect, it } from 'vitest';
import { expectAllClose } from '../testing/all-close';
import { createUniformValues } from '../testing/seeded-random';
import { convolve } from './convolve';

/** The definition, in float64. */
function convolveDirectly(samples: Float32Array, kernel: Float32Array): number[] {
  return Array.from({ length: samples.length + kernel.length - 1 }, (_, n) => {
    let sum = 0;
    for (let k = Math.max(0, n - samples.length + 1); k < Math.min(kernel.length, n + 1); k++) {
      sum += (kernel[k] ?? NaN) * (samples[n - k] ?? NaN);
    }
    return sum;
  });
}

describe('convolve', () => {
  it.each([
    [1, 1],
    [5, 3],
    [3, 5],
    [257, 1],
    // One block; one and a bit; two, which share a transform; three; many.
    [200, 40],
    [230, 40],
    [434, 40],
    [500, 40],
    [3001, 100],
  ])('is the sum of products for %i and %i samples', (length, kernelLength) => {
    const samples = createUniformValues(length, -1, 1, length);
    const kernel = createUniformValues(kernelLength, -1, 1, kernelLength + 7);
    // The sums are float64 on both sides; the result is rounded to float32, 6e-8 of values up to about 10.
    expectAllClose(convolve(samples, kernel), convolveDirectly(samples, kernel), 2e-6);
  });

  it('refuses nothing', () => {
    expect(() => convolve(new Float32Array(0), new Float32Array(3))).toThrow(RangeError);
    expect(() => convolve(new Float32Array(3), new Float32Array(0))).toThrow(RangeError);
  });
});
