import { useEffect, useRef } from 'react';
import type { Recorder } from '../../recognition/recorder';

/** Often enough to look alive; without a GPU each picture costs what the network needs as well. */
const STEP_MS = 80;
/** With less motion asked for, the picture moves on in wide steps. */
const CALM_STEP_MS = 1000;

/** The outline of the last seconds, newest at the right; decoration beside the level meter and the clock. */
export function RollingWaveform({ getMeter }: { readonly getMeter: Recorder['getMeter'] }) {
  const canvasReference = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const canvas = canvasReference.current;
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return undefined;
    const reducedMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
    let frame = 0;
    let paintedAtMs = -Infinity;
    const paint = (nowMs: number): void => {
      frame = requestAnimationFrame(paint);
      if (nowMs < paintedAtMs + (reducedMotion.matches ? CALM_STEP_MS : STEP_MS)) return;
      paintedAtMs = nowMs;
      const width = Math.max(1, Math.round(canvas.clientWidth * window.devicePixelRatio));
      const height = Math.max(1, Math.round(canvas.clientHeight * window.devicePixelRatio));
      if (canvas.width !== width) canvas.width = width;
      if (canvas.height !== height) canvas.height = height;
      context.clearRect(0, 0, width, height);
      context.fillStyle = getComputedStyle(canvas).getPropertyValue('--wave');
      const { extremes, columns } = getMeter().readOutline();
      const missing = columns - extremes.length / 2;
      const columnWidth = width / columns;
      context.beginPath();
      for (let column = missing; column < columns; column++) {
        const low = extremes[2 * (column - missing)] ?? 0;
        const high = extremes[2 * (column - missing) + 1] ?? 0;
        const top = (height / 2) * (1 - Math.min(1, high));
        const bottom = (height / 2) * (1 - Math.max(-1, low));
        context.rect(column * columnWidth, top, Math.max(1, columnWidth), Math.max(1, bottom - top));
      }
      context.fill();
    };
    frame = requestAnimationFrame(paint);
    return () => {
      cancelAnimationFrame(frame);
    };
  }, [getMeter]);
  return <canvas ref={canvasReference} className="rolling-waveform" aria-hidden="true" />;
}
