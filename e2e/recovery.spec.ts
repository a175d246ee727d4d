import { expect, test } from './support/journey';
import { readVisitorFile, SPEECH_PATH } from './support/recordings';
import { chooseFile, openPage, readResult } from './support/visitor';

const CRASH = 'crashed by the journey';

test('workers that die are replaced, and the next recording is heard as before', async ({ page, complaints }) => {
  await openPage(page, 'wasm');
  const speech = readVisitorFile(SPEECH_PATH);
  await chooseFile(page, speech);
  const before = await readResult(page, 'speech.wav');

  const workers = page.workers();
  expect(workers).toHaveLength(2);
  for (const worker of workers) {
    const closed = worker.waitForEvent('close');
    await worker.evaluate((message) => {
      setTimeout(() => {
        throw new Error(message);
      });
    }, CRASH);
    await closed;
  }
  expect(page.workers()).toHaveLength(0);

  await chooseFile(page, { ...speech, name: 'again.wav' });
  expect(await readResult(page, 'again.wav')).toEqual(before);
  expect(page.workers()).toHaveLength(2);
  // The crashes are the journey's own; anything else is a complaint.
  const others = complaints.filter((complaint) => !complaint.includes(CRASH));
  complaints.splice(0, complaints.length, ...others);
});

test('workers that die at their work are replaced, and it is done once more', async ({ page, complaints }) => {
  await openPage(page, 'wasm');
  const speech = readVisitorFile(SPEECH_PATH);
  await chooseFile(page, speech);
  const before = await readResult(page, 'speech.wav');

  const firstWorkers = page.workers();
  for (const worker of firstWorkers) {
    await worker.evaluate((message) => {
      // With its first answer on the tongue.
      globalThis.postMessage = () => {
        setTimeout(() => {
          throw new Error(message);
        });
      };
    }, CRASH);
  }
  await chooseFile(page, { ...speech, name: 'again.wav' });
  expect(await readResult(page, 'again.wav')).toEqual(before);
  const workers = page.workers();
  expect(workers).toHaveLength(2);
  expect(workers.filter((worker) => firstWorkers.includes(worker))).toEqual([]);
  const others = complaints.filter((complaint) => !complaint.includes(CRASH));
  complaints.splice(0, complaints.length, ...others);
});

test('a context lost in the worker is replaced on the way, and the page says what ran', async ({ page }) => {
  await openPage(page, 'webgl');
  const speech = readVisitorFile(SPEECH_PATH);
  await chooseFile(page, speech);
  const before = await readResult(page, 'speech.wav');
  expect(before.backend).toBe('webgl');
  expect(before.backendReason).toBe('forced');
  for (const worker of page.workers()) {
    await worker.evaluate(() => {
      // From now on every context of this worker is lost at its first drawing: the GPU does not come back.
      // eslint-disable-next-line @typescript-eslint/unbound-method -- called on each object with `this`, below.
      const { drawElements } = WebGL2RenderingContext.prototype;
      WebGL2RenderingContext.prototype.drawElements = function (...call) {
        this.getExtension('WEBGL_lose_context')?.loseContext();
        drawElements.apply(this, call);
      };
    });
  }
  await chooseFile(page, { ...speech, name: 'again.wav' });
  const after = await readResult(page, 'again.wav');
  expect(after).toMatchObject({ backend: 'wasm', backendReason: 'webgl-failed', emotion: before.emotion });
  for (const [emotion, probability] of Object.entries(before.probabilities)) {
    // Sums of float32 in another order, ten layers deep.
    expect(Math.abs((after.probabilities[emotion] ?? NaN) - probability), emotion).toBeLessThan(1e-3);
  }
});
