import { useEffect, useRef, type RefObject } from 'react';
import { queuePaint, withdrawPaint } from './paint-queue';

/** Paints a whole canvas; width and height are in device pixels, at least 1. */
export type Paint = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/**
 * Keeps a canvas painted at the screen's own resolution: again when its box, the pixel ratio or the colour scheme
 * changes. CSS decides the size of the box.
 *
 * @param paint must keep its identity while its data are the same
 */
export function useCanvas(paint: Paint): RefObject<HTMLCanvasElement | null> {
  const canvasReference = useRef<HTMLCanvasElement>(null);
  const latest = useRef<Paint>(paint);
  const scheduleReference = useRef<() => void>(null);
  useEffect(() => {
    const canvas = canvasReference.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return undefined;
    const repaint = (): void => {
      const { width, height } = canvas.getBoundingClientRect();
      canvas.width = Math.max(1, Math.round(width * window.devicePixelRatio));
      canvas.height = Math.max(1, Math.round(height * window.devicePixelRatio));
      latest.current(context, canvas.width, canvas.height);
    };
    const schedule = (): void => {
      queuePaint(repaint);
    };
    scheduleReference.current = schedule;
    // Observing calls back once at the start, which paints for the first time.
    const sizes = new ResizeObserver(schedule);
    sizes.observe(canvas);
    const darkScheme = window.matchMedia('(prefers-color-scheme: dark)');
    darkScheme.addEventListener('change', schedule);
    // Zoom changes the pixel ratio and may leave the box as it is.
    window.addEventListener('resize', schedule);
    return () => {
      scheduleReference.current = null;
      withdrawPaint(repaint);
      sizes.disconnect();
      darkScheme.removeEventListener('change', schedule);
      window.removeEventListener('resize', schedule);
    };
  }, []);
  useEffect(() => {
    if (latest.current === paint) return;
    latest.current = paint;
    scheduleReference.current?.();
  }, [paint]);
  return canvasReference;
}
