import type { CSSProperties } from 'react';
import type { SoundLevel } from '../../contract/microphone';

/** The quietest that the meter shows, in dB relative to full scale. */
const LOWEST_DBFS = -60;

/** How loud the voice is: a bar for the mean level, a mark for the peak, words for a converter that is overdriven. */
export function LevelMeter({ level: { rmsDbfs, peakDbfs, isClipping } }: { readonly level: SoundLevel }) {
  const text = `Mean ${formatLevel(rmsDbfs)}, peak ${formatLevel(peakDbfs)}`;
  const positions: CSSProperties & Record<`--${string}`, string> = {
    '--level': `${toPercent(rmsDbfs)}%`,
    '--peak': `${toPercent(peakDbfs)}%`,
  };
  return (
    <div className="level-meter" data-clipping={isClipping}>
      <div
        className="level-track"
        role="meter"
        aria-label="Level of the microphone"
        aria-valuemin={LOWEST_DBFS}
        aria-valuemax={0}
        aria-valuenow={Math.round(Math.min(0, Math.max(LOWEST_DBFS, rmsDbfs)))}
        aria-valuetext={text}
        style={positions}
      />
      <p className="level-text" aria-hidden="true">
        {text}
      </p>
      <p className="level-clipping" role="status">
        {isClipping && 'Too loud: peaks are cut off. Move away a little, or turn the microphone down.'}
      </p>
    </div>
  );
}

function toPercent(levelDbfs: number): number {
  return 100 * Math.min(1, Math.max(0, 1 - levelDbfs / LOWEST_DBFS));
}

function formatLevel(levelDbfs: number): string {
  if (levelDbfs < LOWEST_DBFS) return `below −60\u00a0dBFS`;
  return `${Math.round(levelDbfs).toString().replace('-', '−')}\u00a0dBFS`;
}
