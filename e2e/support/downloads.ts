import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';

/** Presses a button that hands over a file, and reads it. */
export async function readDownload(page: Page, button: Locator): Promise<{ fileName: string; bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  return { fileName: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

/** The lines of a table, by the names of its columns; for tables without quoted line breaks. */
export function readCsv(bytes: Buffer): Record<string, string>[] {
  const [head = '', ...lines] = bytes
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
  const names = head.split(',');
  return lines.map((line) => {
    const cells = line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? [];
    return Object.fromEntries(names.map((name, index) => [name, (cells[index] ?? '').replace(/^"|"$/g, '')]));
  });
}
