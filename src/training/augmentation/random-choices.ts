/** Draws from the distributions that augmentation needs; each is a function of the generator it is given. */
import type { Random } from '../../evaluation/random';

/** Lowest and highest value, drawn uniformly; both ends alike give that very value. */
export type Range = readonly [lowest: number, highest: number];

/** A number of the range, uniform. */
export function randomBetween([lowest, highest]: Range, random: Random): number {
  return lowest + (highest - lowest) * random();
}

/** A positive number of the range whose logarithm is uniform: halving is as likely as doubling. */
export function randomRatio([lowest, highest]: Range, random: Random): number {
  return lowest * (highest / lowest) ** random();
}

/** A whole number between both ends, inclusive. */
export function randomInteger(lowest: number, highest: number, random: Random): number {
  return lowest + Math.floor(random() * (highest - lowest + 1));
}

/**
 * One of the items.
 * @throws RangeError when there is none
 */
export function randomItem<Item>(items: readonly Item[], random: Random): Item {
  if (items.length === 0) throw new RangeError('Expected at least one item to choose from, got none.');
  return items[Math.floor(random() * items.length)] as Item;
}
