import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { startNodeBackend } from '../testing/node-backend';
import { buildNetwork, findDeformableLayers, NETWORK_CONFIG, type NetworkConfig } from './build';
import { matchPlainTwin } from './plain-twin';

const countParameters = (config: NetworkConfig): number => {
  const model = buildNetwork(config);
  const parameters = model.countParams();
  model.dispose();
  return parameters;
};

describe('matchPlainTwin', { timeout: 60_000 }, () => {
  beforeAll(() => startNodeBackend('wasm'));

  it.each([
    ['the shipped network', NETWORK_CONFIG.widths],
    ['a wide one', [32, 64, 128, 192]],
    ['a narrow one', [16, 24, 48, 64]],
  ] as const)('has as many parameters as %s, within 5 %%', (_, widths) => {
    const config: NetworkConfig = { ...NETWORK_CONFIG, widths, seed: 7 };
    const before = tf.memory().numTensors;
    const twin = matchPlainTwin(config);
    expect(tf.memory().numTensors).toBe(before);
    const target = countParameters(config);
    expect(Math.abs(countParameters(twin) / target - 1)).toBeLessThanOrEqual(0.05);
    // It is the widening that does it.
    expect(countParameters({ ...config, deformable: false }) / target).toBeLessThan(0.95);

    expect({ ...twin, widths, deformable: true }).toEqual(config);
    expect(twin.widths.slice(0, 2)).toEqual(widths.slice(0, 2));
    expect(twin.widths.every((width) => width % 8 === 0)).toBe(true);
    // The last two blocks grow in proportion, to within the step of one.
    const growths = [2, 3].map(
      (block) => (twin.widths[block] ?? NaN) - (widths[block] ?? NaN) * (twin.widths[2] / widths[2]),
    );
    expect(growths.every((channels) => Math.abs(channels) <= 16)).toBe(true);
    const model = buildNetwork(twin);
    expect(findDeformableLayers(model)).toEqual([]);
    model.dispose();
  });

  it('says so when there is none', () => {
    expect(() => matchPlainTwin({ ...NETWORK_CONFIG, deformable: false })).toThrow(/Expected a deformable/);
    expect(() => matchPlainTwin({ ...NETWORK_CONFIG, widths: [8, 8, 8, 16] })).toThrow(/within 5 %/);
  });
});
