import { useEffect, useState } from 'react';
import { formatClock } from '../format';

/** A clock that runs while the microphone is open; silent for screen readers, which can ask for it. */
export function ElapsedTime({ startedAtMs }: { readonly startedAtMs: number }) {
  const [nowMs, setNowMs] = useState(startedAtMs);
  useEffect(() => {
    const timer = setInterval(() => {
      setNowMs(performance.now());
    }, 200);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return (
    <span className="elapsed-time" role="timer" aria-label="Recorded so far">
      {formatClock((nowMs - startedAtMs) / 1000)}
    </span>
  );
}
