/**
 * One picture a frame. The pictures of a result come and change size together; painted in the same frame, they would
 * hold the page up for as long as all of them take.
 */
const waiting = new Set<() => void>();
let pendingFrame: number | null = null;

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
  const [next] = waiting;
  pendingFrame = null;
  if (next === undefined) return;
  waiting.delete(next);
  if (waiting.size > 0) pendingFrame = requestAnimationFrame(paintNext);
  next();
}
