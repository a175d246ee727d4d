/** A thread that reads recordings one after another. Started by `recording-readers.ts` through `recording-reader-thread.mjs`. */
import { parentPort } from 'node:worker_threads';
import { tryReading, type ReadingReply, type ReadingRequest } from './recording-readers';

const port = parentPort;
if (!port) throw new Error('recording-reader.worker.ts runs on a thread that recording-readers.ts starts.');
let last: Promise<void> = Promise.resolve();
port.on('message', ({ id, path }: ReadingRequest) => {
  last = last.then(async () => {
    const reading = await tryReading(path);
    const buffers = 'samples' in reading ? [reading.samples.buffer as ArrayBuffer] : [];
    port.postMessage({ id, reading } satisfies ReadingReply, buffers);
  });
});
