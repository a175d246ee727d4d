import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startNodeBackend } from '../../testing/node-backend';
import { openKernelSpace } from './open-training-module';
import './register';
import { TRAINING_SOURCE_SHA256 } from './training-module';

describe('the training module', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('was compiled from the sources that lie beside it', async () => {
    const folder = new URL('./assembly/', import.meta.url);
    const hash = createHash('sha256');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
    for (const name of names.sort()) hash.update(await readFile(new URL(name, folder)));
    // Else: npm run build:wasm
    expect(TRAINING_SOURCE_SHA256).toBe(hash.digest('hex'));
  });

  it('is opened once, in the memory of the wasm backend, and gives scratch back', () => {
    const before = tf.backend().numDataIds();
    const space = openKernelSpace(tf.backend());
    expect(space.allocateScratch(10) % 8).toBe(0);
    expect(tf.backend().numDataIds()).toBe(before + 1);
    space.freeScratch();
    expect(tf.backend().numDataIds()).toBe(before);
    expect(openKernelSpace(tf.backend()).module).toBe(space.module);
  });

  it('says so where it cannot work', () => {
    expect(() => openKernelSpace({ wasm: {} })).toThrow(/memory of the wasm backend/);
  });
});

describe('clones on wasm', () => {
  beforeAll(() => startNodeBackend('wasm'));

  it('share their numbers, which live as long as one of them', () => {
    const before = tf.backend().numDataIds();
    const original = tf.tensor1d([1, 2, 3]);
    const clone = original.clone();
    expect(tf.backend().numDataIds()).toBe(before + 1);
    original.dispose();
    expect([...clone.dataSync()]).toEqual([1, 2, 3]);
    clone.dispose();
    expect(tf.backend().numDataIds()).toBe(before);
  });

  it('of a variable keep its old numbers when it is given new ones', () => {
    const variable = tf.variable(tf.tensor1d([1, 2]));
    const clone = variable.clone();
    variable.assign(tf.tensor1d([5, 6]));
    expect([...clone.dataSync()]).toEqual([1, 2]);
    expect([...variable.dataSync()]).toEqual([5, 6]);
  });
});
