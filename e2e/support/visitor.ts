/** What a visitor does on the page and sees there. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { VisitorFile } from './recordings';

/** Software-rendered WebGL compiles the network's shaders for a long time on a busy machine. */
const FIRST_RESULT_MS = 90_000;

/** What the page shows of a result. */
export interface ShownResult {
  readonly emotion: string;
  /** By emotion. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly backend: string;
  /** Why that backend. */
  readonly backendReason: string;
}

/** Opens the page, with a backend forced or not, and waits until it can be used. */
export async function openPage(page: Page, backend?: 'webgl' | 'wasm'): Promise<void> {
  await page.goto(backend === undefined ? './' : `./?backend=${backend}`);
  await expect(page.getByRole('button', { name: 'Record', exact: true })).toBeEnabled();
}

/** Chooses a file with the picker. */
export async function chooseFile(page: Page, { name, bytes }: VisitorFile): Promise<void> {
  await page.getByLabel('Audio file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes });
}

/** Drags a file over the page and lets it go there. */
export async function dropFile(page: Page, { name, bytes }: VisitorFile): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, base64]) => {
      const fileBytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([fileBytes], fileName));
      return transfer;
    },
    [name, bytes.toString('base64')] as const,
  );
  const target = page.getByRole('main');
  for (const type of ['dragenter', 'dragover', 'drop']) await target.dispatchEvent(type, { dataTransfer });
  await dataTransfer.dispose();
}

/** The result of a file, once it is there; an earlier file's does not count. */
export function findResult(page: Page, fileName: string): Locator {
  return page.locator('.result[data-earlier="false"]').filter({ has: page.getByText(fileName, { exact: true }) });
}

/** Waits for the result of a file and reads it. */
export async function readResult(page: Page, fileName: string): Promise<ShownResult> {
  const result = findResult(page, fileName);
  await expect(result).toBeVisible({ timeout: FIRST_RESULT_MS });
  const emotion = await result.getByTestId('verdict').getAttribute('data-emotion');
  const details = result.getByTestId('run-details');
  const backend = await details.getAttribute('data-backend');
  const backendReason = await details.getAttribute('data-backend-reason');
  const rows = await result
    .locator('tr[data-emotion]')
    .evaluateAll((elements) =>
      elements.map((element) => [element.getAttribute('data-emotion'), element.getAttribute('data-probability')]),
    );
  return {
    emotion: emotion ?? '',
    backend: backend ?? '',
    backendReason: backendReason ?? '',
    probabilities: Object.fromEntries(rows.map(([name, probability]) => [name ?? '', Number(probability)])),
  };
}

/** The panel that says what went wrong. */
export function findFailure(page: Page): Locator {
  return page.locator('[role="alert"][data-error-code]');
}
