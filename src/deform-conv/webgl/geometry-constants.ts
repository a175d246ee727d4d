/** What the sampling programs know of the geometry; compiled in, for uniforms cost SwiftShader a fifth of the pass. */
import type { SamplingGeometry } from '../geometry';

/** GLSL constants of a geometry: each pair is (vertical, horizontal). */
export function createGeometryConstants(geometry: SamplingGeometry): string {
  return /* glsl */ `
    const ivec2 inputSize = ivec2(${geometry.inputHeight}, ${geometry.inputWidth});
    const ivec2 outputSize = ivec2(${geometry.outputHeight}, ${geometry.outputWidth});
    const ivec2 strides = ivec2(${geometry.strideHeight}, ${geometry.strideWidth});
    const ivec2 padding = ivec2(${geometry.padTop}, ${geometry.padLeft});
    const ivec2 dilations = ivec2(${geometry.dilationHeight}, ${geometry.dilationWidth});
  `;
}
