/** What draws behind WebGL 2: a GPU, or a processor that imitates one. */

/** How software renderers name themselves: Chromium's, Mesa's three, Windows's (WARP), macOS's and others'. */
const SOFTWARE_RENDERER = /swiftshader|llvmpipe|softpipe|lavapipe|swrast|basic render|software/iu;

/**
 * Asks WebGL 2 on this thread what draws.
 * @returns the driver's name of itself, such as `ANGLE (… SwiftShader …)`; `null` where there is no WebGL 2
 */
export function readRenderer(): string | null {
  const gl = createContext();
  if (!gl) return null;
  // Firefox tells without the extension, the others only with it.
  const extension = gl.getExtension('WEBGL_debug_renderer_info');
  const name: unknown = gl.getParameter(extension === null ? gl.RENDERER : extension.UNMASKED_RENDERER_WEBGL);
  // Browsers allow only a few contexts: the probe's goes back at once.
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return String(name);
}

/** Whether a name that `readRenderer` gave is a known software renderer's: wasm is many times faster than these. */
export function isSoftwareRenderer(name: string): boolean {
  return SOFTWARE_RENDERER.test(name);
}

/** A WebGL 2 context on this thread, `null` where it has none: workers of older browsers, and Node. */
function createContext(): WebGL2RenderingContext | null {
  if (typeof OffscreenCanvas !== 'undefined') return new OffscreenCanvas(1, 1).getContext('webgl2');
  return typeof document === 'undefined' ? null : document.createElement('canvas').getContext('webgl2');
}
