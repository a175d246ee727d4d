/** What everything was measured on. */
import { availableParallelism, cpus } from 'node:os';
import { chromium } from 'playwright';
import { describeLaunch } from '../scripts/browser';
import { ensureBrowser } from '../scripts/ensure-browser';

/** Names processor, cores, WebGL renderer, browser and Node in one line. */
export async function describeMachine(): Promise<string> {
  ensureBrowser();
  const browser = await chromium.launch(describeLaunch());
  try {
    const page = await browser.newPage();
    const renderer = await page.evaluate(() => {
      const gl = document.createElement('canvas').getContext('webgl2');
      const extension = gl?.getExtension('WEBGL_debug_renderer_info');
      const name: unknown = gl?.getParameter(extension ? extension.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
      return typeof name === 'string' ? name : 'no WebGL 2';
    });
    const processor = cpus()[0]?.model.trim() ?? 'unknown processor';
    return (
      `${processor}, ${availableParallelism()} cores; WebGL: ${renderer}; ` +
      `Chromium ${browser.version()}; Node ${process.versions.node}`
    );
  } finally {
    await browser.close();
  }
}
