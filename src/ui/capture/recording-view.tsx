import type { Recorder } from '../../recognition/recorder';
import type { RecorderState } from '../../recognition/recorder-state';
import { formatClock } from '../format';
import { LevelMeter } from './level-meter';
import { RollingWaveform } from './rolling-waveform';
import { useSoundLevel } from './use-sound-level';

/** A recording under way: its clock, outline and level, and which microphone hears it. */
export function RecordingView({
  recorder,
  state,
}: {
  readonly recorder: Recorder;
  readonly state: Extract<RecorderState, { readonly phase: 'recording' | 'paused' }>;
}) {
  const level = useSoundLevel(recorder.getMeter);
  const { label, insteadOf } = state.microphone;
  const isPaused = state.phase === 'paused';
  return (
    <div className="recording-view" data-phase={state.phase}>
      <div className="recording-head">
        <h2 className="recording-note">
          <span className="recording-dot" aria-hidden="true" />
          {isPaused ? 'Paused' : 'Recording'}
        </h2>
        {/* A timer is silent for screen readers, which can ask for it. */}
        <span className="elapsed-time" role="timer" aria-label="Recorded so far">
          {formatClock(level.recordedSec)}
        </span>
      </div>
      <RollingWaveform getMeter={recorder.getMeter} />
      <LevelMeter level={level} />
      {label !== '' && <p className="recording-device">{label}</p>}
      {insteadOf !== null && (
        <p className="recording-device" role="status">
          “{insteadOf}” is not plugged in: the default microphone is used instead.
        </p>
      )}
    </div>
  );
}
