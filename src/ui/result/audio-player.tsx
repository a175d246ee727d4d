import { useEffect, useImperativeHandle, useRef, type Ref } from 'react';

/** What others may ask of the player. */
export interface PlayerHandle {
  /** Plays from a moment on, up to another one where it is given, in seconds. */
  readonly play: (fromSec: number, untilSec?: number) => void;
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
  /** Where a part ends that is played; what the visitor does with the player itself forgets it. */
  const partEndSec = useRef(Infinity);
  const isSeeking = useRef(false);
  useImperativeHandle(
    ref,
    () => ({
      play: (fromSec, untilSec = Infinity) => {
        const element = player.current;
        if (!element) return;
        partEndSec.current = untilSec;
        isSeeking.current = true;
        element.currentTime = fromSec;
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
      if (element.currentTime >= partEndSec.current) {
        partEndSec.current = Infinity;
        element.pause();
      }
      onMoment(element.currentTime);
      pendingFrame = element.paused ? null : requestAnimationFrame(follow);
    };
    const start = (): void => {
      pendingFrame ??= requestAnimationFrame(follow);
    };
    const seek = (): void => {
      if (!isSeeking.current) partEndSec.current = Infinity;
      isSeeking.current = false;
      start();
    };
    element.addEventListener('play', start);
    element.addEventListener('seeking', seek);
    return () => {
      element.removeEventListener('play', start);
      element.removeEventListener('seeking', seek);
      if (pendingFrame !== null) cancelAnimationFrame(pendingFrame);
    };
  }, [onMoment]);
  return <audio ref={player} controls preload="metadata" aria-label="Your recording" />;
}
