/** Where deformable convolutions looked, as plain data: the network tells it, `src/explain` maps it to the picture. */

/** How the cells of one layer's output lie over the cells of its input. */
export interface GridStage {
  /** Rows and columns of the kernel, or of the pool. */
  readonly kernelSize: readonly [height: number, width: number];
  /** Input cells between neighbouring outputs. */
  readonly strides: readonly [height: number, width: number];
  /** Input cells between neighbouring taps. */
  readonly dilations: readonly [height: number, width: number];
  /** Cells of padding before the first row and before the first column. */
  readonly padBefore: readonly [top: number, left: number];
}

/** Where one deformable layer looked for one window, and how strongly. */
export interface LayerSampling {
  /** Name of the layer. */
  readonly layer: string;
  /** Convolutions and pools between the picture and the layer's input, first to last. */
  readonly stages: readonly GridStage[];
  /** The fixed grid that the offsets are added to. */
  readonly grid: GridStage;
  readonly inputSize: readonly [rows: number, columns: number];
  readonly outputSize: readonly [rows: number, columns: number];
  /** `[rows, columns, taps, 2]` of the output, row-major: (dy, dx) in cells of the layer's input. */
  readonly offsets: Float32Array;
  /** `[rows, columns, taps]`: what each tap's reading is multiplied with, 0…2; 1 throughout where none is learned. */
  readonly modulation: Float32Array;
}
