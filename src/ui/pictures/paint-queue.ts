/**
 * A few pictures a frame. The pictures of a result come, change size and move together; painted in the same frame, they
 * would hold the page up for as long as all of them take.
 */
const waiting = new Set<() => void>();
let pendingFrame: number | null = null;

/** A frame paints until this is over, and at least one picture. */
const BUDGET_MS = 8;

/** Paints at one of the next frames; asking again before that changes nothing. */
export function queuePaint(paint: () => void): void {
  waiting.add(paint);
  pendingFrame ??= requestAnimationFrame(paintNext);
}

/** Takes a paint back that has not been done. */
export function withdrawPaint(paint: () => void): void {
  waiting.delete(paint);
}

function paintNext(): void {
  pendingFrame = null;
  const startMs = performance.now();
  for (const next of waiting) {
    waiting.delete(next);
    next();
    if (performance.now() - startMs >= BUDGET_MS) break;
  }
  if (waiting.size > 0) pendingFrame ??= requestAnimationFrame(paintNext);
}
