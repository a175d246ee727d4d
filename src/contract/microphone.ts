/** What the browser may do to a voice before anybody hears it; each changes the sound that is judged, so all are off by default. */
export interface VoiceProcessing {
  readonly echoCancellation: boolean;
  readonly noiseSuppression: boolean;
  readonly autoGainControl: boolean;
}

/** A microphone as the browser names it; browsers tell both only after the first permission. */
export interface MicrophoneDevice {
  readonly deviceId: string;
  readonly label: string;
}

/** How a microphone is to be opened. */
export interface MicrophoneWishes {
  /** The chosen one; `null` leaves the choice to the browser. */
  readonly device: MicrophoneDevice | null;
  readonly processing: VoiceProcessing;
}

/** How loud it is now; dB relative to full scale, at least −100. */
export interface SoundLevel {
  /** Of sound recorded, pauses left out. */
  readonly recordedSec: number;
  /** The largest sample of the last second. */
  readonly peakDbfs: number;
  /** Root mean square over the last 0.3 s (a full-scale sine is at −3). */
  readonly rmsDbfs: number;
  /** Whether the converter ran out of range within the last two seconds. */
  readonly isClipping: boolean;
}
