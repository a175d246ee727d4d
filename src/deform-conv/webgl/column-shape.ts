/** How the columns lie in a texture. */
import type { SamplingGeometry } from '../geometry';

/** Channels per tap in the columns: an even number, so that no texel straddles two taps; the surplus one is zero. */
export function countColumnChannels({ channels }: SamplingGeometry): number {
  return channels + (channels % 2);
}

/**
 * Shape of the columns, `[batch · outputHeight, outputWidth, taps · column channels]`: a product with the filter then
 * has the texels of the output picture `[batch, outputHeight, outputWidth, outChannels]`, also where the width is odd.
 */
export function computeColumnShape(geometry: SamplingGeometry): [number, number, number] {
  const { batch, outputHeight, outputWidth, taps } = geometry;
  return [batch * outputHeight, outputWidth, taps * countColumnChannels(geometry)];
}
