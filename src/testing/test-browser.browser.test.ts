/** What every other browser test relies on: were it missing, tfjs would fall back and the tests would prove nothing. */
import wasmAddress from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import { describe, expect, it } from 'vitest';
import { hasSharedFolder, readSharedFile, readSharedJson } from './shared-folder';

describe('the test browser', () => {
  it('has WebGL 2 with float textures that can be rendered to and read back', () => {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    if (gl === null) throw new Error('no WebGL 2');
    expect(gl.getExtension('EXT_color_buffer_float')).not.toBeNull();
    gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA32F, 1, 1);
    gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer());
    gl.framebufferTexture2D(
      gl.FRAMEBUFFER,
      gl.COLOR_ATTACHMENT0,
      gl.TEXTURE_2D,
      gl.getParameter(gl.TEXTURE_BINDING_2D) as WebGLTexture,
      0,
    );
    expect(gl.checkFramebufferStatus(gl.FRAMEBUFFER)).toBe(gl.FRAMEBUFFER_COMPLETE);
    const value = Math.fround(1 + 2 ** -20);
    gl.clearBufferfv(gl.COLOR, 0, [value, -value, 1e30, 1e-30]);
    const pixel = new Float32Array(4);
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.FLOAT, pixel);
    expect([...pixel]).toEqual([value, -value, 1e30, 1e-30].map(Math.fround));
  });

  it('is served WebAssembly whole', async () => {
    const module = await WebAssembly.compileStreaming(fetch(wasmAddress));
    expect(WebAssembly.Module.exports(module).length).toBeGreaterThan(10);
  });

  it('names a missing shared file', async () => {
    await expect(readSharedFile('no/such.file')).rejects.toThrow(/shared/);
  });

  it.skipIf(!hasSharedFolder)('reads shared files (skipped without ../shared)', async () => {
    expect(await readSharedJson('golden/features.json')).toBeTypeOf('object');
  });
});
