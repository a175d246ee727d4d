import { describe, expect, it } from 'vitest';
import { readMp3Padding } from './mp3-padding';

interface TagParts {
  readonly encoder?: string;
  readonly flags?: number;
  readonly tagOffset?: number;
  readonly id3Bytes?: number;
}

/** The beginning of an MP3 file: ID3 tag, frame header, Xing's header with so many optional parts, LAME's tag. */
function buildStart({ encoder = 'LAME3.100', flags = 15, tagOffset = 36, id3Bytes = 0 }: TagParts): Blob {
  const parts = new Uint8Array(id3Bytes > 0 ? id3Bytes + 10 : 0);
  if (id3Bytes > 0) {
    parts.set([0x49, 0x44, 0x33, 3, 0, 0, 0, 0, id3Bytes >> 7, id3Bytes & 127]);
    // Whatever a cover picture may hold: this is no tag.
    parts.set(new TextEncoder().encode('Info'), 20);
  }
  const optional = [4, 4, 100, 4].reduce((sum, bytes, bit) => sum + ((flags >> bit) & 1) * bytes, 0);
  const frame = new Uint8Array(tagOffset + 8 + optional + 24);
  frame.set([0xff, 0xfb, 0x90, 0]);
  frame.set(new TextEncoder().encode('Xing'), tagOffset);
  frame[tagOffset + 7] = flags;
  frame.set(new TextEncoder().encode(encoder), tagOffset + 8 + optional);
  // 576 = 0x240 before, 1078 = 0x436 after.
  frame.set([0x24, 0x04, 0x36], tagOffset + 8 + optional + 21);
  return new Blob([parts, frame, new Uint8Array(5000)]);
}

describe('readMp3Padding', () => {
  it.each([
    ['LAME', {}],
    ["FFmpeg's encoder", { encoder: 'Lavc62.11' }],
    ['a header of its flags alone', { flags: 0 }],
    ['frames and bytes without a table', { flags: 3 }],
    ['MPEG-2 mono', { tagOffset: 13 }],
    ['an ID3 tag with a picture before it', { id3Bytes: 3000 }],
  ] as const)('reads the delays of %s', async (_, parts) => {
    expect(await readMp3Padding(buildStart(parts))).toEqual({ startFrames: 576 + 529, endFrames: 1078 - 529 });
  });

  it.each([
    ['another encoder', buildStart({ encoder: 'Gogo' })],
    ['a tag elsewhere in its frame', buildStart({ tagOffset: 30 })],
    ['a file that ends within the tag', buildStart({}).slice(0, 160)],
    ['nothing', new Blob()],
    ['an endless ID3 tag', buildStart({ id3Bytes: 3000 }).slice(0, 100)],
  ])('takes nothing off for %s', async (_, file) => {
    expect(await readMp3Padding(file)).toEqual({ startFrames: 0, endFrames: 0 });
  });
});
