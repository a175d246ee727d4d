/** What the sampling programs are told at run time rather than compiled for: each pair is (vertical, horizontal). */
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl';
import type { SamplingGeometry } from '../geometry';

/** The uniforms of every sampling program, in the order of `listGeometryUniformValues`. */
export const GEOMETRY_UNIFORMS: NonNullable<GPGPUProgram['customUniforms']> = [
  { name: 'inputSize', type: 'ivec2' },
  { name: 'outputSize', type: 'ivec2' },
  { name: 'strides', type: 'ivec2' },
  { name: 'padding', type: 'ivec2' },
  { name: 'dilations', type: 'ivec2' },
];

/** The values of `GEOMETRY_UNIFORMS` for one geometry. */
export function listGeometryUniformValues(geometry: SamplingGeometry): number[][] {
  return [
    [geometry.inputHeight, geometry.inputWidth],
    [geometry.outputHeight, geometry.outputWidth],
    [geometry.strideHeight, geometry.strideWidth],
    [geometry.padTop, geometry.padLeft],
    [geometry.dilationHeight, geometry.dilationWidth],
  ];
}
