import { describe, expect, it } from 'vitest';
import { UndertoneError } from '../contract/errors';
import { LinkedWorker } from '../testing/linked-worker';
import type { Call } from './protocol';
import { serveCalls } from './serve-calls';
import { WorkerConnection } from './worker-connection';

interface TestCalls {
  readonly double: Call<Float32Array, number, Float32Array>;
  readonly fail: Call<null, never, null>;
  readonly wait: Call<null, never, null>;
}

function connect() {
  const worker = new LinkedWorker();
  serveCalls<TestCalls>(worker.scope, {
    double: (values, reportProgress) => {
      reportProgress(0.5);
      const result = values.map((value) => 2 * value);
      return { result, transfer: [result.buffer] };
    },
    fail: () => {
      throw new UndertoneError('silent', 'Expected speech.');
    },
    wait: () => new Promise(() => undefined),
  });
  const connection = new WorkerConnection<TestCalls>({
    worker,
    stop: () => {
      worker.terminate();
    },
  });
  return { worker, connection };
}

describe('WorkerConnection', () => {
  it('answers calls made at once, each with its own result and progress', async () => {
    const { connection } = connect();
    const progress: number[] = [];
    const [first, second] = await Promise.all([
      connection.call('double', Float32Array.of(1, 2), { onProgress: (share) => progress.push(share) }),
      connection.call('double', Float32Array.of(5)),
    ]);
    expect([...first]).toEqual([2, 4]);
    expect([...second]).toEqual([10]);
    expect(progress).toEqual([0.5]);
  });

  it('moves the buffers named for transfer and copies the others', async () => {
    const { connection } = connect();
    const moved = Float32Array.of(1, 2);
    const copied = Float32Array.of(1, 2);
    await connection.call('double', moved, { transfer: [moved.buffer] });
    await connection.call('double', copied);
    expect(moved.length).toBe(0);
    expect(copied.length).toBe(2);
  });

  it('carries the code and the message of what the worker throws', async () => {
    const { connection } = connect();
    const failure: unknown = await connection.call('fail', null).catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(UndertoneError);
    expect(failure).toMatchObject({ code: 'silent', message: 'Expected speech.' });
    expect(connection.isAlive).toBe(true);
  });

  it.each([
    [
      'crashes',
      (worker: LinkedWorker) => {
        worker.crash();
      },
      'worker-died',
    ],
    [
      'never arrives',
      (worker: LinkedWorker) => {
        worker.failToLoad();
      },
      'page-incomplete',
    ],
    [
      'sends what cannot be read',
      (worker: LinkedWorker) => {
        worker.dispatchEvent(new Event('messageerror'));
      },
      'worker-died',
    ],
  ])('rejects what is in flight, and what comes later, when the worker %s', async (_, kill, code) => {
    const { worker, connection } = connect();
    const inFlight = [connection.call('wait', null), connection.call('double', Float32Array.of(1))];
    kill(worker);
    const outcomes = await Promise.allSettled([...inFlight, connection.call('double', Float32Array.of(1))]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as UndertoneError).code)).toEqual(
      [code, code, code],
    );
    expect(worker.isTerminated).toBe(true);
    expect(connection.isAlive).toBe(false);
  });

  it('takes an error without words for a crash once the worker has answered', async () => {
    const { worker, connection } = connect();
    await connection.call('double', Float32Array.of(1));
    const inFlight = connection.call('wait', null);
    worker.failToLoad();
    await expect(inFlight).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('stops the worker when disposed of', async () => {
    const { worker, connection } = connect();
    const inFlight = connection.call('wait', null);
    connection.dispose();
    await expect(inFlight).rejects.toMatchObject({ code: 'worker-died' });
    expect(worker.isTerminated).toBe(true);
  });

  it('rejects an argument that cannot be sent and stays alive', async () => {
    const { connection } = connect();
    const detached = Float32Array.of(1);
    structuredClone(detached, { transfer: [detached.buffer] });
    await expect(connection.call('double', detached, { transfer: [detached.buffer] })).rejects.toMatchObject({
      code: 'unexpected',
    });
    expect([...(await connection.call('double', Float32Array.of(3)))]).toEqual([6]);
  });
});
