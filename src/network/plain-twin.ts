/**
 * The plain twin of a deformable network: the same in everything, but with ordinary convolutions. These lack the weights
 * that predict offsets and masks, so its last two blocks are made wider until it has as many parameters; otherwise what
 * size brings would be put down to the offsets.
 */
import { buildNetwork, type NetworkConfig } from './build';

/** How far the numbers of parameters may lie apart, as a share of the deformable network's. */
const TOLERANCE = 0.05;
/** Widths go up by as many channels: squeeze-and-excitation divides them by eight. */
const WIDTH_STEP = 8;

/**
 * The plain network whose number of parameters comes closest when its last two blocks are widened in turns, which keeps
 * their proportion. Needs a backend: parameters are counted on networks that are built and freed again.
 * @throws RangeError when the network is not deformable, or so narrow that no twin lies within 5 % of it
 */
export function matchPlainTwin<Config extends Omit<NetworkConfig, 'seed'>>(config: Config): Config {
  if (!config.deformable) throw new RangeError('Expected a deformable network to match a plain twin with.');
  const target = countParameters(config);
  const distance = (twin: Config): number => Math.abs(countParameters(twin) - target) / target;
  let below: Config = { ...config, deformable: false };
  let above = widen(below, config);
  while (countParameters(above) < target) [below, above] = [above, widen(above, config)];
  const twin = distance(below) < distance(above) ? below : above;
  if (distance(twin) <= TOLERANCE) return twin;
  throw new RangeError(
    `Expected widths that a plain twin can match within 5 % of ${target} parameters, got ${config.widths.join(', ')}: the ` +
      `nearest, ${twin.widths.join(', ')}, has ${countParameters(twin)}.`,
  );
}

/** The number of parameters of a network, trained and kept. */
function countParameters(config: Omit<NetworkConfig, 'seed'>): number {
  const model = buildNetwork({ ...config, seed: 1 });
  const parameters = model.countParams();
  model.dispose();
  return parameters;
}

/** Widens that of the last two blocks which has grown less, relative to the deformable network's. */
function widen<Config extends Omit<NetworkConfig, 'seed'>>(twin: Config, original: Config): Config {
  const [first, second, third, fourth] = twin.widths;
  const thirdIsBehind = third / original.widths[2] < fourth / original.widths[3];
  const widths = thirdIsBehind
    ? ([first, second, third + WIDTH_STEP, fourth] as const)
    : ([first, second, third, fourth + WIDTH_STEP] as const);
  return { ...twin, widths };
}
