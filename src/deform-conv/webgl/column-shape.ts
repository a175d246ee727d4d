/** How the columns lie in a texture: so that no texel straddles two taps or two rows of the output picture. */
import type { SamplingGeometry } from '../geometry';

/** Channels per tap, an even number; a surplus one is zero. */
export function countColumnChannels({ channels }: SamplingGeometry): number {
  return channels + (channels % 2);
}

/** Positions per row of the output picture, an even number; a surplus one is zero. */
export function countColumnPositions({ outputWidth }: SamplingGeometry): number {
  return outputWidth + (outputWidth % 2);
}

/** Shape of the columns, `[batch · outputHeight · column positions, taps · column channels]`. */
export function computeColumnShape(geometry: SamplingGeometry): [number, number] {
  const { batch, outputHeight, taps } = geometry;
  return [batch * outputHeight * countColumnPositions(geometry), taps * countColumnChannels(geometry)];
}
