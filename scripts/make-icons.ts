/**
 * Draws the icons of the installed page into `public/icons`, with the browser of the tests: `npx tsx scripts/make-icons.ts`.
 * The mark is the page's own: a level line, and the undertone below it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { describeLaunch } from './browser';

const FOLDER = fileURLToPath(new URL('../public/icons/', import.meta.url));
const GROUND = '#6f2f57';
const LINE = '#fff6ea';

/**
 * The icon as SVG.
 *
 * @param cornerRadius of the ground, in units of 32 to the side.
 * @param scale of the mark: what a launcher cuts into a circle must stay within its middle four fifths.
 */
function drawIcon(cornerRadius: number, scale: number): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
  <rect width="32" height="32" rx="${cornerRadius}" fill="${GROUND}" />
  <g fill="none" stroke="${LINE}" stroke-width="2.5" stroke-linecap="round" stroke-linejoin="round" transform="translate(16 16) scale(${scale}) translate(-16 -16)">
    <path d="M6 11h20" />
    <path d="M6 21c3 0 3-4 5-4s2.5 8 5 8 3-8 5-8 2 4 5 4" />
  </g>
</svg>
`;
}

const ICONS = [
  { fileName: 'icon-192.png', sizePx: 192, svg: drawIcon(7, 1) },
  { fileName: 'icon-512.png', sizePx: 512, svg: drawIcon(7, 1) },
  { fileName: 'maskable-512.png', sizePx: 512, svg: drawIcon(0, 0.8) },
  { fileName: 'apple-touch-180.png', sizePx: 180, svg: drawIcon(0, 0.9) },
] as const;

mkdirSync(FOLDER, { recursive: true });
writeFileSync(`${FOLDER}icon.svg`, drawIcon(7, 1));
const browser = await chromium.launch(describeLaunch());
try {
  for (const { fileName, sizePx, svg } of ICONS) {
    const page = await browser.newPage({ viewport: { width: sizePx, height: sizePx } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
    const png = await page.screenshot({ omitBackground: true, path: `${FOLDER}${fileName}` });
    console.log(`${fileName}: ${png.length} bytes`);
    await page.close();
  }
} finally {
  await browser.close();
}
