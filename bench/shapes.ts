/** What is measured: deformable convolutions as they occur in the network's middle, batch 1, 3×3, with mask. */

/** One convolution to measure. */
export interface BenchShape {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  readonly inChannels: number;
  readonly outChannels: number;
  readonly stride: number;
}

/** From the picture's full resolution down to a quarter; one that halves it; odd numbers, which packed textures dislike. */
export const BENCH_SHAPES: readonly BenchShape[] = [
  { name: '40×173×32→64', height: 40, width: 173, inChannels: 32, outChannels: 64, stride: 1 },
  { name: '20×87×64→64', height: 20, width: 87, inChannels: 64, outChannels: 64, stride: 1 },
  { name: '10×44×64→128', height: 10, width: 44, inChannels: 64, outChannels: 128, stride: 1 },
  { name: '40×173×32→64, stride 2', height: 40, width: 173, inChannels: 32, outChannels: 64, stride: 2 },
  { name: '20×88×63→64, odd channels', height: 20, width: 88, inChannels: 63, outChannels: 64, stride: 1 },
  { name: '21×87×33→65, all odd', height: 21, width: 87, inChannels: 33, outChannels: 65, stride: 1 },
];
