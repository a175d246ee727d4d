/** The thread of a rank: runs the steps it is told to. Started by `remote-rank.ts` through `rank-thread.mjs`. */
import { parentPort, workerData } from 'node:worker_threads';
import { buildNetwork } from '../network/build';
import { startNodeBackend } from './node-backend';
import { Rank, type RankTask, type StepPlace } from './rank';

const port = parentPort;
if (!port) throw new Error('rank.worker.ts runs on a thread that remote-rank.ts starts.');
const task = workerData as RankTask;
await startNodeBackend();
const rank = new Rank(buildNetwork(task.network), task);
port.on('message', (place: StepPlace) => {
  port.postMessage(rank.runStep(place));
});
