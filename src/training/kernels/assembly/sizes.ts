/** Sizes of what is loaded and stored. */

export const FLOAT_BYTES: usize = 4;
/** Of a vector of four floats. */
export const VECTOR_BYTES: usize = 16;
