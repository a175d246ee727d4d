/**
 * Convolution by fft.js: overlap-add (A. V. Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", section 8.7), two
 * blocks at a time, one as the real and one as the imaginary part, which a real kernel leaves apart.
 */
import FFT from 'fft.js';

/** The transform is this many times the kernel's length at least: longer ones waste less on the overlap. */
const MIN_BLOCK_FACTOR = 3;
const MIN_TRANSFORM = 256;

/**
 * The linear convolution of two real signals.
 * @param samples any length above 0
 * @param kernel any length above 0; the longer of the two had better be `samples`
 * @returns `samples.length + kernel.length − 1` samples
 * @throws RangeError when either is empty
 */
export function convolve(samples: Float32Array, kernel: Float32Array): Float32Array {
  if (samples.length === 0 || kernel.length === 0) {
    throw new RangeError(`Expected two signals, got ${samples.length} and ${kernel.length} samples.`);
  }
  const convolved = new Float32Array(samples.length + kernel.length - 1);
  const wanted = Math.min(convolved.length, MIN_BLOCK_FACTOR * kernel.length);
  const size = Math.max(MIN_TRANSFORM, 2 ** Math.ceil(Math.log2(wanted)));
  const blockLength = size - kernel.length + 1;
  const fft = new FFT(size);
  const block = new Float64Array(2 * size);
  const kernelSpectrum = new Float64Array(2 * size);
  for (let n = 0; n < kernel.length; n++) block[2 * n] = kernel[n] ?? 0;
  fft.transform(kernelSpectrum, block);

  const spectrum = new Float64Array(2 * size);
  for (let start = 0; start < samples.length; start += 2 * blockLength) {
    block.fill(0);
    for (const part of [0, 1]) {
      const first = start + part * blockLength;
      const end = Math.min(samples.length, first + blockLength);
      for (let n = first; n < end; n++) block[2 * (n - first) + part] = samples[n] ?? 0;
    }
    fft.transform(spectrum, block);
    multiply(spectrum, kernelSpectrum);
    fft.inverseTransform(block, spectrum);
    for (const part of [0, 1]) {
      const first = start + part * blockLength;
      const end = Math.min(convolved.length, first + size);
      for (let n = first; n < end; n++) convolved[n] = (convolved[n] ?? 0) + (block[2 * (n - first) + part] ?? 0);
    }
  }
  return convolved;
}

/** Multiplies complex spectra, in place. */
function multiply(spectrum: Float64Array, other: Float64Array): void {
  for (let i = 0; i < spectrum.length; i += 2) {
    const [real, imaginary] = [spectrum[i] ?? 0, spectrum[i + 1] ?? 0];
    const [otherReal, otherImaginary] = [other[i] ?? 0, other[i + 1] ?? 0];
    spectrum[i] = real * otherReal - imaginary * otherImaginary;
    spectrum[i + 1] = real * otherImaginary + imaginary * otherReal;
  }
}
