/** Joins the small blocks of a decoder to pieces worth sending on, without what an encoder added at either end. */
import type { PcmPiece } from '../contract/pcm';
import { concatenate } from './resample';

/** Pieces hold at least this many frames (samples per channel), but for the last: blocks are as small as 576. */
const PIECE_FRAMES = 65_536;

/** A stateful gathering of one recording. */
export class PieceGatherer {
  #framesToSkip: number;
  #blocks: PcmPiece[] = [];
  #frames = 0;
  /** Held back: what is cut off at the end may reach into it. */
  #lastPiece: PcmPiece | null = null;

  /** @param startFrames frames at the start that are no part of the recording */
  constructor(startFrames: number) {
    this.#framesToSkip = startFrames;
  }

  /** Takes the next block, which it may keep, and returns the pieces that are ready, in order. */
  push(block: PcmPiece): PcmPiece[] {
    const skipped = Math.min(this.#framesToSkip, countFrames(block));
    this.#framesToSkip -= skipped;
    const rest = skipped === 0 ? block : cutPiece(block, skipped, countFrames(block));
    const [first] = this.#blocks;
    // A recording that changes on the way is refused later; here, what differs is only kept apart.
    const isAlike =
      first === undefined ||
      (first.sampleRateHz === rest.sampleRateHz && first.channels.length === rest.channels.length);
    const ready = isAlike ? [] : this.#release();
    this.#blocks.push(rest);
    this.#frames += countFrames(rest);
    if (this.#frames >= PIECE_FRAMES) ready.push(...this.#release());
    return ready;
  }

  /** Ends the recording `excessFrames` before its last frame and returns the remaining pieces. */
  finish(excessFrames: number): PcmPiece[] {
    const pieces = this.#release();
    if (this.#lastPiece !== null) pieces.push(this.#lastPiece);
    let excess = Math.max(0, excessFrames);
    const kept: PcmPiece[] = [];
    for (const piece of pieces.reverse()) {
      const frames = countFrames(piece);
      const cut = Math.min(excess, frames);
      excess -= cut;
      if (cut < frames) kept.unshift(cut === 0 ? piece : cutPiece(piece, 0, frames - cut));
    }
    return kept;
  }

  /** Makes a piece of the blocks that wait and holds it back in place of the one before. */
  #release(): PcmPiece[] {
    const [first] = this.#blocks;
    if (first === undefined) return [];
    const channels = first.channels.map((_, channel) =>
      concatenate(this.#blocks.map((block) => block.channels[channel] ?? new Float32Array(0))),
    );
    const ready = this.#lastPiece === null ? [] : [this.#lastPiece];
    this.#lastPiece = { channels, sampleRateHz: first.sampleRateHz };
    this.#blocks = [];
    this.#frames = 0;
    return ready;
  }
}

function countFrames({ channels }: PcmPiece): number {
  return channels[0]?.length ?? 0;
}

function cutPiece({ channels, sampleRateHz }: PcmPiece, first: number, end: number): PcmPiece {
  return { channels: channels.map((samples) => samples.slice(first, end)), sampleRateHz };
}
