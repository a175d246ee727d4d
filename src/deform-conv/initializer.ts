/**
 * Weight initializers by name, instance or saved form. tfjs has these conversions for its own layers but does not
 * export them; like it, this looks classes up in the map that every initializer is registered in.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from '@tensorflow/tfjs-layers/dist/initializers';

/** An initializer as it is saved with a model. */
export interface InitializerConfig extends tf.serialization.ConfigDict {
  className: string;
  config: tf.serialization.ConfigDict;
}

/**
 * Makes an initializer from its name (`heNormal` or `HeNormal`), its saved form or itself.
 *
 * @throws Error when no initializer has that name
 */
export function resolveInitializer(identifier: string | Initializer | InitializerConfig): Initializer {
  if (isInitializer(identifier)) return identifier;
  const { className, config } = typeof identifier === 'string' ? { className: identifier, config: {} } : identifier;
  const registeredName = className.charAt(0).toUpperCase() + className.slice(1);
  const { classNameMap } = tf.serialization.SerializationMap.getMap();
  const entry = classNameMap[registeredName];
  const made = entry?.[1](entry[0], config);
  if (made === undefined || !isInitializer(made))
    throw new Error(`Expected the name of an initializer, got '${className}'`);
  return made;
}

/** The saved form of an initializer; `resolveInitializer` reads it back. */
export function serializeInitializer(initializer: Initializer): InitializerConfig {
  return { className: initializer.getClassName(), config: initializer.getConfig() };
}

function isInitializer(value: unknown): value is Initializer {
  return value instanceof tf.serialization.Serializable && 'fromConfigUsesCustomObjects' in value;
}
