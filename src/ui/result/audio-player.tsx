import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';

/** What others may ask of the player. */
export interface PlayerHandle {
  readonly playFrom: (timeSec: number) => void;
}

/**
 * Plays the visitor's own audio from memory.
 *
 * @param onMoment called with the moment in seconds on every frame while it plays, and after each seek; must keep its
 *   identity between renders
 */
export function AudioPlayer({
  ref,
  audio,
  onMoment,
}: {
  readonly ref: Ref<PlayerHandle>;
  readonly audio: Blob;
  readonly onMoment: (timeSec: number) => void;
}) {
  const player = useRef<HTMLAudioElement>(null);
  useImperativeHandle(
    ref,
    () => ({
      playFrom: (timeSec) => {
        const element = player.current;
        if (!element) return;
        element.currentTime = timeSec;
        // What cannot be played shows so itself.
        element.play().catch(() => undefined);
      },
    }),
    [],
  );
  useEffect(() => {
    const element = player.current;
    if (!element) return undefined;
    const url = URL.createObjectURL(audio);
    element.src = url;
    return () => {
      element.removeAttribute('src');
      element.load();
      URL.revokeObjectURL(url);
    };
  }, [audio]);
  useEffect(() => {
    const element = player.current;
    if (!element) return undefined;
    let pendingFrame: number | null = null;
    const follow = (): void => {
      onMoment(element.currentTime);
      pendingFrame = element.paused ? null : requestAnimationFrame(follow);
    };
    const start = (): void => {
      pendingFrame ??= requestAnimationFrame(follow);
    };
    element.addEventListener('play', start);
    element.addEventListener('seeking', start);
    return () => {
      element.removeEventListener('play', start);
      element.removeEventListener('seeking', start);
      if (pendingFrame !== null) cancelAnimationFrame(pendingFrame);
    };
  }, [onMoment]);
  return <audio ref={player} controls preload="metadata" aria-label="Your recording" />;
}
