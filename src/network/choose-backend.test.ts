import { describe, expect, it } from 'vitest';
import { decideWithoutMeasuring, type ChoiceFacts } from './choose-backend';
import { isSoftwareRenderer } from './renderer';

const GPU = 'ANGLE (NVIDIA, NVIDIA GeForce RTX 3060 Direct3D11 vs_5_0 ps_5_0, D3D11)';
const SWIFTSHADER = 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)';
const FRESH: ChoiceFacts = { choice: 'auto', modelVersion: '1', renderer: GPU, remembered: null };
const REMEMBERED = { modelVersion: '1', renderer: GPU, backend: 'wasm' } as const;

describe('decideWithoutMeasuring', () => {
  it('leaves a GPU that nothing is known about to the measurement', () => {
    expect(decideWithoutMeasuring(FRESH)).toBeNull();
  });

  it.each([
    ['wasm when asked for', { choice: 'wasm', renderer: null }, 'wasm', 'forced'],
    ['webgl when asked for, even in software', { choice: 'webgl', renderer: SWIFTSHADER }, 'webgl', 'forced'],
    ['webgl when asked for, whatever was measured', { choice: 'webgl', remembered: REMEMBERED }, 'webgl', 'forced'],
    ['wasm without WebGL', { choice: 'webgl', renderer: null }, 'wasm', 'no-webgl'],
    ['wasm for a software renderer', { renderer: SWIFTSHADER }, 'wasm', 'software-renderer'],
    ['what was measured here', { remembered: REMEMBERED }, 'wasm', 'remembered'],
    ['what was measured here', { remembered: { ...REMEMBERED, backend: 'webgl' } }, 'webgl', 'remembered'],
  ] as const)('takes %s', (_, facts, backend, reason) => {
    expect(decideWithoutMeasuring({ ...FRESH, ...facts })).toEqual({ backend, reason });
  });

  it.each([
    ['other weights', { ...REMEMBERED, modelVersion: '0' }],
    ['another renderer', { ...REMEMBERED, renderer: 'Apple M2' }],
  ])('measures again for %s', (_, remembered) => {
    expect(decideWithoutMeasuring({ ...FRESH, remembered })).toBeNull();
  });
});

describe('isSoftwareRenderer', () => {
  it.each([
    SWIFTSHADER,
    'Google SwiftShader',
    'llvmpipe (LLVM 15.0.7, 256 bits)',
    'softpipe',
    'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0, D3D11)',
    'Apple Software Renderer',
  ])('knows %s', (name) => {
    expect(isSoftwareRenderer(name)).toBe(true);
  });

  it.each([GPU, 'Apple GPU', 'Mali-G78', 'Adreno (TM) 650', 'Mesa Intel(R) UHD Graphics 620 (KBL GT2)'])(
    'takes %s for a GPU',
    (name) => {
      expect(isSoftwareRenderer(name)).toBe(false);
    },
  );
});
