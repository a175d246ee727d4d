/** The model's page says what the card says, wherever the site lies, also without a connection. */
import type { Page } from '@playwright/test';
import { expectClean } from './support/barriers';
import { completeCard, readPublishedCard, type CardReport } from './support/complete-card';
import { readCsv, readDownload } from './support/downloads';
import { expect, test } from './support/journey';

const CARD = readPublishedCard();
const { validation, training, calibration } = CARD;
/** What the card did not hold before its test clips were scored. */
const isScored = CARD.protocols !== undefined && CARD.ablation !== undefined;

async function openModel(page: Page, section?: string): Promise<void> {
  await page.goto(section === undefined ? './#/model' : `./#/model/${section}`);
  await expect(page.locator('[data-section]')).toHaveCount(10);
}

/** Shows another card than the site's, and what the page makes of it. */
async function serveCard(page: Page, body: string): Promise<void> {
  await page.route('**/model-card.json', (route) => route.fulfill({ contentType: 'application/json', body }));
}

function section(page: Page, slug: string) {
  return page.locator(`[data-section="${slug}"]`);
}

/** The cells of a table's body, spaces that do not break as plain ones. */
async function readCells(page: Page, table: string): Promise<string[][]> {
  const rows = page.locator(`[data-table="${table}"] tbody tr`);
  return rows.evaluateAll((lines) =>
    lines.map((line) => [...line.querySelectorAll('th, td')].map((cell) => cell.textContent.replaceAll('\u00a0', ' '))),
  );
}

async function readTableCsv(page: Page, table: string): Promise<Record<string, string>[]> {
  const { fileName, bytes } = await readDownload(
    page,
    page.locator(`[data-table="${table}"]`).getByRole('button', { name: /CSV/ }),
  );
  expect(fileName).toBe(`${table}.csv`);
  return readCsv(bytes);
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const whole = (count: number): string => count.toLocaleString('en-US');

/** Chooses what the results were measured on, where there is a choice. */
async function chooseValidation(page: Page): Promise<void> {
  if (!isScored) return;
  for (const slug of ['results', 'calibration']) {
    await section(page, slug).getByRole('radio', { name: 'Validation speakers' }).check();
  }
}

test('the model has a page of its own, and its figures are those of the card @sub-path', async ({ page }) => {
  await page.goto('./');
  await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Model' }).click();
  await expect(page).toHaveURL(/#\/model$/);
  await expect(page.getByRole('heading', { name: 'The model', level: 2 })).toBeFocused();
  await openModel(page);
  await chooseValidation(page);

  const describe = ({ clips, speakers, accuracy, interval }: CardReport): string[] => [
    whole(clips),
    whole(speakers),
    `${percent(accuracy)} (${interval.accuracy.map((share) => (100 * share).toFixed(1)).join(' to ')})`,
  ];
  const overview = await readCells(page, 'undertone-validation-overview');
  expect(overview.map((cells) => cells.slice(1, 4))).toEqual(
    [validation, ...Object.values(validation.perCorpus)].map(describe),
  );
  const occurring = CARD.emotions.filter((emotion) => (validation.perEmotion[emotion]?.support ?? 0) > 0);
  const emotions = await readCells(page, 'undertone-validation-emotions');
  expect(emotions.map((cells) => cells.slice(1))).toEqual(
    occurring.map((emotion) => {
      const { precision = 0, recall = 0, f1 = 0, support = 0 } = validation.perEmotion[emotion] ?? {};
      return [...[precision, recall, f1].map(percent), whole(support)];
    }),
  );
  const counts = occurring.map((emotion) => validation.confusion[CARD.emotions.indexOf(emotion)] ?? []);
  const confusion = 'undertone-validation-confusion';
  expect((await readCells(page, confusion)).map((cells) => cells.slice(1))).toEqual(
    counts.map((row) => row.map(whole)),
  );
  await section(page, 'results').getByRole('radio', { name: 'Per cent of the line' }).check();
  expect((await readCells(page, confusion)).map((cells) => cells.slice(1))).toEqual(
    counts.map((row) => row.map((count) => percent(count / row.reduce((sum, other) => sum + other, 0)))),
  );

  const best = training.history.find(({ epoch }) => epoch === training.bestEpoch);
  await expect(section(page, 'training')).toContainText(`The best is epoch ${training.bestEpoch}`);
  await expect(section(page, 'training')).toContainText(best?.valLoss.toFixed(3) ?? 'no best epoch');
  await expect(section(page, 'training')).toContainText(training.command);
  await expect(
    section(page, 'training')
      .getByRole('img', { name: /^Accuracy per epoch/ })
      .locator('svg'),
  ).toBeVisible();
  await expect(section(page, 'calibration')).toContainText(calibration.temperature.toFixed(3));
  await expect(section(page, 'calibration')).toContainText(calibration.eceBefore.toFixed(3));
  await expect(section(page, 'calibration').getByRole('img', { name: /^Reliability diagram/ })).toBeVisible();
  const robustness = await readCells(page, 'undertone-robustness');
  expect(robustness.map((cells) => cells.slice(0, 2))).toEqual(
    CARD.robustness.map(({ condition, accuracy }) => [condition, percent(accuracy)]),
  );
  const sounds = await readCells(page, 'undertone-not-speech');
  expect(sounds.map((cells) => cells.slice(0, 2))).toEqual(
    CARD.notSpeech.map(({ sound, cases }) => [sound, whole(cases)]),
  );
  for (const { layer, meanOffset } of CARD.deformation) {
    await expect(section(page, 'deformation')).toContainText(`${layer}${meanOffset.toFixed(2)}`);
  }
  for (const { system, figure } of CARD.published) {
    await expect(section(page, 'others').getByRole('row', { name: system })).toContainText(figure);
  }
  for (const sentence of Object.values(CARD.use).flat()) await expect(section(page, 'use')).toContainText(sentence);
  for (const { licence } of CARD.data) await expect(section(page, 'data')).toContainText(licence);
  for (const { sha256 } of CARD.weights.files) await expect(section(page, 'files')).toContainText(sha256);
});

test('every table of the page can be taken away', async ({ page }) => {
  await openModel(page);
  await chooseValidation(page);
  const epochs = await readTableCsv(page, 'undertone-training-epochs');
  expect(epochs.map((line) => Object.values(line).map(Number))).toEqual(
    training.history.map(({ epoch, accuracy, valAccuracy, loss, valLoss }) => [
      epoch,
      accuracy,
      valAccuracy,
      loss,
      valLoss,
    ]),
  );
  const bins = await readTableCsv(page, 'undertone-validation-calibration');
  expect(bins.map(({ clips, accuracy }) => [Number(clips), Number(accuracy)])).toEqual(
    calibration.bins.filter(({ clips }) => clips > 0).map(({ clips, accuracy }) => [clips, accuracy]),
  );
  const clips = await readTableCsv(page, 'undertone-training-clips');
  for (const { corpus, perEmotion } of CARD.data) {
    expect(clips.map((line) => Number(line[`clips_${corpus}`]))).toEqual(
      CARD.emotions.map((emotion) => perEmotion[emotion] ?? 0),
    );
  }
  // Of one corpus, in counts whatever is shown.
  await section(page, 'results').getByRole('radio', { name: 'RAVDESS' }).check();
  await section(page, 'results').getByRole('radio', { name: 'Per cent of the line' }).check();
  const confusion = await readTableCsv(page, 'undertone-validation-ravdess-confusion');
  for (const line of confusion) {
    const row = validation.perCorpus['ravdess']?.confusion[CARD.emotions.indexOf(line['true_emotion'] ?? '')];
    expect(CARD.emotions.map((emotion) => Number(line[`predicted_${emotion}`]))).toEqual(row);
  }

  // Each of the others gives a file with a line for each line of the table.
  const tables = await page
    .locator('[data-table]')
    .evaluateAll((boxes) =>
      boxes.map((box) => [box.getAttribute('data-table') ?? '', box.querySelectorAll('tbody tr').length] as const),
    );
  expect(tables.length).toBeGreaterThan(10);
  for (const [table, lines] of tables) expect(await readTableCsv(page, table), table).toHaveLength(lines);
});

test('a page opened once shows the record without a connection @sub-path', async ({ page, context }) => {
  await openModel(page);
  await expect(page.getByText('works without a connection')).toBeVisible({ timeout: 60_000 });
  await context.setOffline(true);
  await page.reload();
  await openModel(page);
  await chooseValidation(page);
  const [first] = await readCells(page, 'undertone-validation-overview');
  expect(first?.[3]).toContain(percent(validation.accuracy));
  expect(await readTableCsv(page, 'undertone-training-epochs')).toHaveLength(training.history.length);
});

test('a section has a link of its own, and all can be reached with the keyboard', async ({ page }) => {
  await openModel(page, 'calibration');
  const heading = page.getByRole('heading', { name: 'What its percentages are worth' });
  await expect(heading).toBeFocused();
  await expect(heading).toBeInViewport();

  // From the contents, twice to the same place.
  const link = page
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('link', { name: 'What it learned from' });
  for (let visit = 1; visit <= 2; visit++) {
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'What it learned from' })).toBeFocused();
  }
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'The model', level: 2 })).toBeAttached();

  // The choice of a corpus is one stop, its arrows move it.
  const results = section(page, 'results');
  await results.getByRole('radio', { name: 'All' }).focus();
  await page.keyboard.press('ArrowRight');
  const [corpus = ''] = Object.keys(validation.perCorpus);
  await expect(page.locator(`[data-table$="-${corpus}-confusion"]`)).toBeVisible();

  // On a phone the matrix scrolls, and is a stop of its own.
  await page.setViewportSize({ width: 390, height: 844 });
  const matrix = results.getByRole('region', { name: /^Confusion matrix/ });
  await matrix.focus();
  await expect(matrix).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => matrix.evaluate((box) => box.scrollLeft)).toBeGreaterThan(0);
});

test.describe('with another card', () => {
  // It would go on answering with the card of the site.
  test.use({ serviceWorkers: 'block' });

  test('what has not been measured says so', async ({ page }, testInfo) => {
    const unscored = Object.entries(CARD).filter(([name]) => !/^(protocols|ablation.*)$/.test(name));
    await serveCard(page, JSON.stringify(Object.fromEntries(unscored)));
    await openModel(page);
    await expect(section(page, 'results')).toContainText('These tests have not been measured yet');
    await expect(section(page, 'deformation')).toContainText('This has not been measured yet');
    await expectClean(page, 'model', (file) => testInfo.outputPath(file));
  });

  test('tests and ablation appear when the card has them', async ({ page }, testInfo) => {
    await serveCard(page, JSON.stringify(completeCard(CARD)));
    await openModel(page);
    await expect(page.getByRole('main')).not.toContainText('been measured yet');
    const results = section(page, 'results');
    await expect(results).toContainText('what to expect of a new voice');
    await results.getByRole('radio', { name: 'Test: stratified' }).check();
    await expect(results).toContainText('leaks the speakers');
    expect((await readCells(page, 'undertone-stratified-overview'))[0]?.[3]).toContain('71.0 %');
    const deformation = section(page, 'deformation');
    await expect(deformation).toContainText('+3.0 percentage points');
    await deformation.getByRole('radio', { name: 'Spread across speakers' }).check();
    await expect(deformation).toContainText('smaller is better');
    const spread = await readTableCsv(page, 'undertone-ablation-spread');
    expect(spread[0]).toMatchObject({ part: 'all', difference: '-0.015' });
    await section(page, 'training').getByRole('radio', { name: 'For test: stratified' }).check();
    await expect(page.locator('[data-table="undertone-stratified-epochs"]')).toBeVisible();
    await expectClean(page, 'complete-model', (file) => testInfo.outputPath(file));
  });

  test('a card that is broken or of another version gives a sentence, not a blank page', async ({ page }) => {
    await serveCard(page, '<!doctype html>');
    await page.goto('./#/model');
    const failure = page.locator('[role="alert"][data-error-code]');
    await expect(failure).toHaveAttribute('data-error-code', 'model-unavailable');
    await expect(failure).toContainText('could not be read');

    await page.unrouteAll();
    await serveCard(page, '{"version":"old"}');
    await failure.getByRole('button', { name: 'Try again' }).click();
    await expect(failure).toHaveAttribute('data-error-code', 'model-mismatch');
    await expect(page.getByRole('heading', { name: 'The model', level: 2 })).toBeFocused();

    await page.unrouteAll();
    await serveCard(page, JSON.stringify({ ...CARD, validation: { accuracy: 'high' }, protocols: undefined }));
    await failure.getByRole('button', { name: 'Try again' }).click();
    await expect(section(page, 'results')).toContainText('could not be read');
    await expect(section(page, 'use')).toContainText(CARD.use.intended[0] ?? '');
  });
});
