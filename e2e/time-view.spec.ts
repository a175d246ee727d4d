/** Looking closer at a recording and picking a part of it, by mouse, touch and keyboard. */
import type { CDPSession, Locator, Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, findResult, openPage, readResult } from './support/visitor';

const SPEECH = readVisitorFile(SPEECH_PATH);
/** The file's length, as its header says. */
const DURATION_SEC = 3.44;

async function openSpeech(page: Page, backend: 'webgl' | 'wasm' = 'wasm'): Promise<Locator> {
  await openPage(page, backend);
  await chooseFile(page, SPEECH);
  await readResult(page, 'speech.wav');
  return findResult(page, 'speech.wav');
}

interface Span {
  readonly startSec: number;
  readonly endSec: number;
}

/** What the pictures show, by the page's own words; tenths of a second. */
async function readShown(result: Locator): Promise<Span> {
  const text = (await result.locator('.time-shown').textContent()) ?? '';
  if (text.includes('the whole recording')) return { startSec: 0, endSec: DURATION_SEC };
  const [startSec = NaN, endSec = NaN] = [...text.matchAll(/(\d+):(\d+\.\d)/g)].map(
    ([, minutes, seconds]) => 60 * Number(minutes) + Number(seconds),
  );
  return { startSec, endSec };
}

const measure = ({ startSec, endSec }: Span): number => endSec - startSec;

/** A picture's middle line, from its left to its right. */
async function locatePicture(result: Locator, title: string): Promise<{ x: (share: number) => number; y: number }> {
  const picture = result.getByRole('group', { name: title, exact: true });
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  if (box === null) throw new Error(`Expected a picture called ${title}.`);
  return { x: (share) => box.x + share * box.width, y: box.y + box.height / 2 };
}

async function readMarks(result: Locator): Promise<string[]> {
  return result
    .locator('.plot-time')
    .evaluateAll((axes) => axes.map((axis) => [...axis.children].map((mark) => mark.textContent).join(' ')));
}

test('mouse: ctrl and the wheel zoom, dragging moves, the plain wheel scrolls the page', async ({ page }) => {
  const result = await openSpeech(page);
  const whole = await readMarks(result);
  // Emotions, waveform, log-mel, MFCC; waveform and spectrum as the recording came, and as the network gets it.
  expect(whole).toHaveLength(8);
  expect(new Set(whole).size).toBe(1);

  const { x, y } = await locatePicture(result, 'Log-mel spectrogram');
  await page.mouse.move(x(0.5), y);
  const scrolledBefore = await page.evaluate(() => scrollY);
  await page.mouse.wheel(0, -200);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeLessThan(scrolledBefore);
  expect(measure(await readShown(result))).toBe(DURATION_SEC);

  const place = await locatePicture(result, 'Log-mel spectrogram');
  await page.mouse.move(place.x(0.5), place.y);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -400);
  await page.keyboard.up('Control');
  await expect.poll(async () => measure(await readShown(result))).toBeLessThan(0.5 * DURATION_SEC);
  const closer = await readShown(result);
  expect((closer.startSec + closer.endSec) / 2).toBeCloseTo(DURATION_SEC / 2, 0);
  const marks = await readMarks(result);
  expect(marks[0]).not.toBe(whole[0]);
  // One view for all pictures.
  expect(new Set(marks).size).toBe(1);

  await page.mouse.down();
  await page.mouse.move(place.x(0.9), place.y, { steps: 4 });
  await page.mouse.up();
  const moved = await readShown(result);
  expect(measure(moved)).toBeCloseTo(measure(closer), 0);
  expect(closer.startSec - moved.startSec).toBeGreaterThan(0.25 * measure(closer));

  // A drag plays nothing; a click plays from what is seen there.
  const player = result.locator('audio');
  const readTime = (): Promise<number> => player.evaluate((element: HTMLAudioElement) => element.currentTime);
  expect(await readTime()).toBe(0);
  await page.mouse.click(place.x(0.5), place.y);
  await expect.poll(readTime).toBeGreaterThan((moved.startSec + moved.endSec) / 2 - 0.15);
  // What is seen follows what is played.
  await expect
    .poll(async () => (await readShown(result)).endSec, { timeout: 10_000 })
    .toBeGreaterThan(moved.endSec + 0.5 * measure(moved));

  await page.getByRole('button', { name: 'Whole recording' }).click();
  expect(await readMarks(result)).toEqual(whole);
});

test('keyboard: buttons, keys on a picture, and the bar to scroll', async ({ page }) => {
  const result = await openSpeech(page);
  const closer = page.getByRole('button', { name: 'Zoom in' });
  const further = page.getByRole('button', { name: 'Zoom out' });
  await expect(further).toHaveAttribute('aria-disabled', 'true');
  const bar = page.getByRole('slider', { name: 'Scroll through the recording' });
  await expect(bar).toBeDisabled();
  await closer.press('Enter');
  expect(await readShown(result)).toEqual({ startSec: 0.9, endSec: 2.6 });
  await expect(result.getByRole('status').filter({ hasText: 'Shown: 0:00.9 to 0:02.6' })).toHaveCount(1);
  await bar.press('End');
  expect(await readShown(result)).toEqual({ startSec: 1.7, endSec: 3.4 });
  await further.press('Enter');
  expect(measure(await readShown(result))).toBe(DURATION_SEC);

  const picture = result.getByRole('group', { name: 'MFCC', exact: true });
  for (const [key, shown] of [
    ['+', { startSec: 0.9, endSec: 2.6 }],
    ['+', { startSec: 1.3, endSec: 2.2 }],
    ['ArrowLeft', { startSec: 1.1, endSec: 2 }],
    ['End', { startSec: 2.6, endSec: 3.4 }],
    ['ArrowRight', { startSec: 2.6, endSec: 3.4 }],
    ['Home', { startSec: 0, endSec: 0.9 }],
    ['-', { startSec: 0, endSec: 1.7 }],
    ['0', { startSec: 0, endSec: DURATION_SEC }],
  ] as const) {
    await picture.press(key);
    expect(await readShown(result), key).toEqual(shown);
  }
});

for (const backend of ['webgl', 'wasm'] as const) {
  test(`a part is picked, judged by itself, played and taken back on ${backend}`, async ({ page }, testInfo) => {
    const result = await openSpeech(page, backend);
    const whole = await readResult(page, 'speech.wav');
    const selection = result.getByTestId('selection');
    const words = selection.locator('[data-status]');
    const from = selection.getByLabel('From (s)');
    const to = selection.getByLabel('To (s)');
    const marks = result.getByTestId('marked-part');

    // All of it is what was judged as a whole, window by window.
    await from.fill('0');
    await to.fill(String(DURATION_SEC));
    await to.press('Enter');
    await expect(words).toHaveAttribute('data-status', 'done');
    const shares = await selection
      .locator('li[data-emotion]')
      .evaluateAll((rows) =>
        rows.map((row) => [row.getAttribute('data-emotion'), row.textContent.replace(/^\D+/, '')] as const),
      );
    for (const [emotion, share] of shares) {
      const expected = whole.probabilities[emotion ?? ''] ?? NaN;
      expect(Math.abs(Number(share.replace(/\D/g, '')) - 100 * expected), String(emotion)).toBeLessThan(1.01);
    }

    // The second phrase alone.
    await from.fill('1.75');
    await selection.getByRole('button', { name: 'Analyse this part' }).click();
    await expect(words).toHaveAttribute('data-status', 'done');
    await expect(selection.getByRole('status')).toContainText(/^0:01\.8 to 0:03\.4: .*\d+\s%/);
    // On every picture.
    await expect(marks).toHaveCount(8);
    await selection.getByRole('button', { name: 'Play the part' }).click();
    const player = result.locator('audio');
    const read = (): Promise<{ timeSec: number; paused: boolean }> =>
      player.evaluate((element: HTMLAudioElement) => ({ timeSec: element.currentTime, paused: element.paused }));
    await expect.poll(async () => (await read()).timeSec).toBeGreaterThan(1.75);

    // Between the phrases nobody speaks.
    await from.fill('1.35');
    await to.fill('1.7');
    await to.press('Enter');
    await expect(selection.getByRole('status')).toContainText('no speech was heard in this part');
    await to.fill('1.4');
    await to.press('Enter');
    await expect(selection.getByRole('alert')).toContainText('at least 0.2 s');
    await expect(to).toHaveAttribute('aria-invalid', 'true');

    // By dragging: with the shift key, or switched on.
    for (const usesKey of [true, false]) {
      const { x, y } = await locatePicture(result, 'Waveform');
      if (usesKey) await page.keyboard.down('Shift');
      else await page.getByRole('button', { name: 'Select by dragging' }).click();
      const line = usesKey ? { x, y } : await locatePicture(result, 'Waveform');
      await page.mouse.move(line.x(usesKey ? 0.95 : 0.1), line.y);
      await page.mouse.down();
      await page.mouse.move(line.x(0.5), line.y, { steps: 5 });
      await page.mouse.up();
      await page.keyboard.up('Shift');
      await expect(words).toHaveAttribute('data-status', 'done');
      const [startSec, endSec] = usesKey ? [0.5, 0.95] : [0.1, 0.5];
      expect(Number(await from.inputValue())).toBeCloseTo(startSec * DURATION_SEC, 1);
      expect(Number(await to.inputValue())).toBeCloseTo(endSec * DURATION_SEC, 1);
    }
    if (backend === 'wasm') await expectClean(page, 'selection', (file) => testInfo.outputPath(file));

    await from.fill('0');
    await to.fill('1.3');
    await to.press('Enter');
    await expect(words).toHaveAttribute('data-status', 'done');
    await selection.getByRole('button', { name: 'Play the part' }).click();
    await expect.poll(async () => (await read()).paused).toBe(false);
    // It ends where the part ends, give or take a few frames of the screen on a busy machine.
    await expect.poll(async () => (await read()).paused).toBe(true);
    expect((await read()).timeSec).toBeGreaterThanOrEqual(1.3);
    expect((await read()).timeSec).toBeLessThan(3);

    await selection.getByRole('button', { name: 'Clear the selection' }).click();
    await expect(marks).toHaveCount(0);
    await expect(selection.getByRole('heading', { name: 'A part of it' })).toBeFocused();
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  type Points = readonly { readonly x: number; readonly y: number }[];

  /** Moves fingers from some places to others. */
  async function touch(session: CDPSession, from: Points, to: Points): Promise<void> {
    const describe = (share: number) =>
      from.map(({ x, y }, id) => ({
        id,
        x: x + share * ((to[id]?.x ?? x) - x),
        y: y + share * ((to[id]?.y ?? y) - y),
      }));
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: describe(0) });
    for (let step = 1; step <= 8; step++) {
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: describe(step / 8) });
    }
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }

  test('two fingers zoom, one moves or picks a part, and the page still scrolls', async ({ page, context }) => {
    const result = await openSpeech(page);
    const session = await context.newCDPSession(page);
    const { x, y } = await locatePicture(result, 'Waveform');
    await touch(
      session,
      [
        { x: x(0.4), y },
        { x: x(0.6), y },
      ],
      [
        { x: x(0.1), y },
        { x: x(0.9), y },
      ],
    );
    await expect.poll(async () => measure(await readShown(result))).toBeLessThan(0.4 * DURATION_SEC);
    const closer = await readShown(result);
    expect((closer.startSec + closer.endSec) / 2).toBeCloseTo(DURATION_SEC / 2, 0);
    // The page itself is not zoomed.
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);

    await touch(session, [{ x: x(0.2), y }], [{ x: x(0.8), y }]);
    await expect.poll(async () => (await readShown(result)).startSec).toBeLessThan(closer.startSec - 0.2);
    const moved = await readShown(result);

    const scrolledBefore = await page.evaluate(() => scrollY);
    await touch(session, [{ x: x(0.5), y }], [{ x: x(0.5), y: y - 300 }]);
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(scrolledBefore + 50);
    expect(await readShown(result)).toEqual(moved);

    await page.getByRole('button', { name: 'Whole recording' }).tap();
    await page.getByRole('button', { name: 'Select by dragging' }).tap();
    const line = await locatePicture(result, 'Waveform');
    await touch(session, [{ x: line.x(0.5), y: line.y }], [{ x: line.x(0.98), y: line.y }]);
    const selection = result.getByTestId('selection');
    await expect(selection.locator('[data-status]')).toHaveAttribute('data-status', 'done');
    expect(Number(await selection.getByLabel('From (s)').inputValue())).toBeCloseTo(0.5 * DURATION_SEC, 1);
    await expect(result.getByTestId('marked-part')).toHaveCount(8);

    // A tap plays.
    await page.getByRole('group', { name: 'Waveform', exact: true }).tap();
    await expect
      .poll(() => result.locator('audio').evaluate((element: HTMLAudioElement) => element.currentTime))
      .toBeGreaterThan(1.5);
  });
});
