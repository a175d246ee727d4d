/**
 * The errors a visitor can meet. Each carries a literal `code`; the page turns codes into sentences.
 * They cross worker boundaries as plain `{ code, message }` data.
 */
export const ERROR_CODES = [
  'decode-error',
  'too-short',
  'silent',
  'not-finite',
  'microphone-denied',
  'microphone-missing',
  'microphone-busy',
  'microphone-unplugged',
  'microphone-insecure',
  'microphone-unsupported',
  'model-unavailable',
  'model-mismatch',
  'backend-unavailable',
  'inference-failed',
  'worker-died',
  'page-incomplete',
  'unexpected',
] as const;

/** The kind of failure, stable across versions. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure with a stable code; the message says what was expected and what came. */
export class UndertoneError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'UndertoneError';
    this.code = code;
  }
}

/**
 * Loads a part of the page's code that is fetched when first needed: `loadPart(() => import('./part'))`.
 *
 * @throws UndertoneError `page-incomplete` when it does not arrive or does not start.
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UndertoneError('page-incomplete', `Expected a part of the page's code: ${reason}`, { cause });
  }
}

/** An error as plain data, for messages between threads. */
export interface PlainError {
  readonly code: ErrorCode;
  readonly message: string;
}

/** Turns anything thrown into plain data; what is not an `UndertoneError` becomes `unexpected`. */
export function toPlainError(thrown: unknown): PlainError {
  if (thrown instanceof UndertoneError) return { code: thrown.code, message: thrown.message };
  return { code: 'unexpected', message: thrown instanceof Error ? thrown.message : String(thrown) };
}

/** Rebuilds the error that `toPlainError` described. */
export function fromPlainError(plain: PlainError): UndertoneError {
  return new UndertoneError(plain.code, plain.message);
}
