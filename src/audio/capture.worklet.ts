/**
 * The audio thread's end of a recording: gathers the microphone's blocks of 128 frames into pieces and posts them.
 * Messages in: `'pause'`, `'resume'`, `'stop'`. Messages out: `Float32Array[]`, one per channel, and `'stopped'` once all
 * has been posted.
 */

/** The worklet scope's own names, which TypeScript's DOM library does not declare. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Sound waits for its piece to be full: 43 ms at 48 kHz, little beside what a live result takes. */
const PIECE_FRAMES = 2_048;

class CaptureProcessor extends AudioWorkletProcessor {
  private piece: Float32Array<ArrayBuffer>[] = [];
  private filled = 0;
  private state: 'pause' | 'resume' | 'stop' = 'resume';

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<'pause' | 'resume' | 'stop'>) => {
      this.state = data;
      this.postPiece();
      if (data === 'stop') this.port.postMessage('stopped');
    };
  }

  /** Called by the browser for each block: `inputs[0]` is one array per channel. Returns false to be released. */
  process(inputs: readonly (readonly Float32Array[])[]): boolean {
    const channels = inputs[0] ?? [];
    const frames = channels[0]?.length ?? 0;
    if (this.state !== 'resume' || frames === 0) return this.state !== 'stop';
    if (this.piece.length !== channels.length || this.filled + frames > PIECE_FRAMES) {
      this.postPiece();
      this.piece = channels.map(() => new Float32Array(PIECE_FRAMES));
    }
    for (const [index, samples] of channels.entries()) this.piece[index]?.set(samples, this.filled);
    this.filled += frames;
    if (this.filled === PIECE_FRAMES) this.postPiece();
    return true;
  }

  private postPiece(): void {
    if (this.filled > 0) {
      const channels = this.piece.map((samples) => samples.slice(0, this.filled));
      this.port.postMessage(
        channels,
        channels.map((samples) => samples.buffer),
      );
    }
    this.piece = [];
    this.filled = 0;
  }
}

registerProcessor('undertone-capture', CaptureProcessor);
