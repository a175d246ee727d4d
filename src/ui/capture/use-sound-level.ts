import { useEffect, useState } from 'react';
import type { SoundLevel } from '../../contract/microphone';
import type { Recorder } from '../../recognition/recorder';

/** Quick enough for a level meter, slow enough to be read. */
const REFRESH_MS = 100;

/** The level and length of the recording under way, looked at ten times a second. */
export function useSoundLevel(getMeter: Recorder['getMeter']): SoundLevel {
  const [level, setLevel] = useState(() => getMeter().readLevel());
  useEffect(() => {
    const timer = setInterval(() => {
      setLevel(getMeter().readLevel());
    }, REFRESH_MS);
    return () => {
      clearInterval(timer);
    };
  }, [getMeter]);
  return level;
}
