import { describe, expect, it } from 'vitest';
import type { PcmPiece } from '../contract/pcm';
import { PieceGatherer } from './gather-pieces';

/** A block whose samples tell their place in the recording. */
function createBlock(first: number, frames: number, channelCount = 1, sampleRateHz = 48_000): PcmPiece {
  const samples = Float32Array.from({ length: frames }, (_, n) => first + n);
  return { channels: Array.from({ length: channelCount }, () => samples), sampleRateHz };
}

/** Feeds blocks of 1000 frames and returns all pieces. */
function gather(frames: number, startFrames: number, excessFrames: number): PcmPiece[] {
  const gatherer = new PieceGatherer(startFrames);
  const pieces: PcmPiece[] = [];
  for (let first = 0; first < frames; first += 1000) {
    pieces.push(...gatherer.push(createBlock(first, Math.min(1000, frames - first))));
  }
  return [...pieces, ...gatherer.finish(excessFrames)];
}

describe('PieceGatherer', () => {
  it.each([
    [200_000, 0, 0],
    [200_000, 1105, 549],
    [200_000, 2500, 70_000],
    [66_000, 0, 500],
    [66_000, 0, 65_900],
    [500, 100, 100],
  ])('of %i frames leaves %i out at the start and %i at the end', (frames, startFrames, excessFrames) => {
    const pieces = gather(frames, startFrames, excessFrames);
    const samples = pieces.flatMap(({ channels }) => [...(channels[0] ?? [])]);
    expect(samples).toHaveLength(frames - startFrames - excessFrames);
    expect(samples.every((sample, n) => sample === startFrames + n)).toBe(true);
    for (const { channels } of pieces.slice(0, -1)) expect(channels[0]?.length).toBeGreaterThanOrEqual(60_000);
  });

  it('gives nothing where nothing is left', () => {
    expect(gather(500, 300, 300)).toEqual([]);
    expect(gather(500, 0, 1000)).toEqual([]);
    expect(new PieceGatherer(0).finish(0)).toEqual([]);
  });

  it('adds nothing where the end is stated to be later', () => {
    expect(gather(500, 0, -20)).toEqual(gather(500, 0, 0));
  });

  it('keeps apart what differs in rate or channels', () => {
    const gatherer = new PieceGatherer(0);
    const blocks = [createBlock(0, 10), createBlock(10, 10), createBlock(20, 10, 2), createBlock(30, 10, 2, 44_100)];
    const pieces = [...blocks.flatMap((block) => gatherer.push(block)), ...gatherer.finish(0)];
    expect(pieces).toEqual([createBlock(0, 20), createBlock(20, 10, 2), createBlock(30, 10, 2, 44_100)]);
  });
});
