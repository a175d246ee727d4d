/**
 * The product of columns and filter with both its gradients: dColumns = upstream · filterᵀ and dFilter = columnsᵀ ·
 * upstream. tfjs's own product leaves XNNPACK for a plain loop when it is to transpose.
 */
import * as tf from '@tensorflow/tfjs-core';
import { MULTIPLY_COLUMNS } from '../../deform-conv/multiply-columns';
import { openKernelSpace } from './open-training-module';

const GRADIENT = 'MultiplyColumnsGradient';

/** Registers kernels and gradient; call once. */
export function registerProductKernels(): void {
  tf.registerKernel({ kernelName: MULTIPLY_COLUMNS, backendName: 'wasm', kernelFunc: multiply });
  tf.registerKernel({ kernelName: GRADIENT, backendName: 'wasm', kernelFunc: computeGradients });
  tf.registerGradient({
    kernelName: MULTIPLY_COLUMNS,
    inputsToSave: ['columns', 'filter'],
    gradFunc: (upstream, saved) => {
      const [columns, filter] = saved as [tf.Tensor, tf.Tensor];
      const gradients: unknown = tf.engine().runKernel(GRADIENT, { upstream: upstream as tf.Tensor, columns, filter });
      const [dColumns, dFilter] = gradients as [tf.Tensor, tf.Tensor];
      return { columns: () => dColumns, filter: () => dFilter };
    },
  });
}

/** Columns of the packed right-hand side are rounded up to panels of eight. */
export function countPanelValues(inner: number, columns: number): number {
  return inner * Math.ceil(columns / 8) * 8;
}

/** Rows of a right-hand side that `multiplyTransposed` packs at once. */
export const BLOCK_ROWS = 64;

const multiply: tf.KernelFunc = ({ inputs, backend }) => {
  const { columns, filter } = inputs as Record<'columns' | 'filter', tf.TensorInfo>;
  const [rows = 0, inner = 0] = columns.shape;
  const [, filters = 0] = filter.shape;
  const space = openKernelSpace(backend);
  const product = space.allocate([rows, filters]);
  const panels = space.allocateScratch(countPanelValues(inner, filters));
  const [a, b, target] = [columns, filter, product].map(space.locate) as [number, number, number];
  space.module.multiply(a, b, 0, target, panels, rows, inner, filters);
  space.freeScratch();
  return product;
};

const computeGradients: tf.KernelFunc = ({ inputs, backend }) => {
  const { upstream, columns, filter } = inputs as Record<'upstream' | 'columns' | 'filter', tf.TensorInfo>;
  const [rows = 0, inner = 0] = columns.shape;
  const [, filters = 0] = filter.shape;
  const space = openKernelSpace(backend);
  const [dColumns, dFilter] = [space.allocate(columns.shape), space.allocate(filter.shape)];
  const panels = space.allocateScratch(
    Math.max(countPanelValues(filters, inner), countPanelValues(BLOCK_ROWS, filters)),
  );
  const dy = space.locate(upstream);
  space.module.multiply(dy, space.locate(filter), 1, space.locate(dColumns), panels, rows, filters, inner);
  space.module.multiplyTransposed(space.locate(columns), dy, space.locate(dFilter), panels, inner, rows, filters, 0);
  space.freeScratch();
  return [dColumns, dFilter];
};
