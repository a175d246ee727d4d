/**
 * What an MP3 encoder put before and after the sound. MP3 itself does not say; LAME's tag does, in the first frame
 * beside Xing's or Info's (http://gabriel.mp3-tech.org/mp3infotag.html, "encoder delays").
 * FFmpeg, and with it Chromium, cuts what LAME and its own encoder state, and so does this.
 */

/** Frames (samples per channel) that are no part of the recording. */
export interface Mp3Padding {
  readonly startFrames: number;
  readonly endFrames: number;
}

/** What the decoder itself is late by: its filter bank's 528 samples and one. */
const DECODER_DELAY = 529;
/** Where the tag is looked for, after the ID3 tags. */
const SEARCHED_BYTES = 4096;
const ID3_HEADER_BYTES = 10;
/** Where the tag lies in its frame: MPEG-2 mono; MPEG-2 stereo and MPEG-1 mono; MPEG-1 stereo. */
const TAG_OFFSETS = [13, 21, 36];
/** Parts of Xing's header that are there when their bit of its flags is set, in order. */
const OPTIONAL_PARTS = [
  { flag: 1, bytes: 4 },
  { flag: 2, bytes: 4 },
  { flag: 4, bytes: 100 },
  { flag: 8, bytes: 4 },
] as const;
/** From the encoder's name to its delays: two numbers of 12 bits. */
const DELAYS_OFFSET = 21;
const DELAYS_BYTES = 3;

/** Reads what an MP3 file says of its padding; zeros where it says nothing. */
export async function readMp3Padding(file: Blob): Promise<Mp3Padding> {
  const start = await skipId3Tags(file);
  const bytes = await readBytes(file, start, SEARCHED_BYTES);
  const text = String.fromCharCode(...bytes);
  for (const match of text.matchAll(/Xing|Info/g)) {
    if (!TAG_OFFSETS.some((offset) => isFrameStart(bytes, match.index - offset))) continue;
    const flags = bytes[match.index + 7] ?? 0;
    const name = OPTIONAL_PARTS.reduce(
      (place, { flag, bytes: length }) => place + (flags & flag && length),
      match.index + 8,
    );
    const delays = bytes.subarray(name + DELAYS_OFFSET, name + DELAYS_OFFSET + DELAYS_BYTES);
    const [first = 0, middle = 0, last = 0] = delays;
    if (delays.length < DELAYS_BYTES || !/^(LAME|Lavf|Lavc)/.test(text.slice(name, name + 4))) break;
    const encoderDelay = (first << 4) | (middle >> 4);
    const padding = ((middle & 15) << 8) | last;
    return { startFrames: encoderDelay + DECODER_DELAY, endFrames: Math.max(0, padding - DECODER_DELAY) };
  }
  return { startFrames: 0, endFrames: 0 };
}

async function skipId3Tags(file: Blob): Promise<number> {
  for (let start = 0; ;) {
    const header = await readBytes(file, start, ID3_HEADER_BYTES);
    if (header.length < ID3_HEADER_BYTES || String.fromCharCode(...header.subarray(0, 3)) !== 'ID3') return start;
    // Its length has seven bits a byte.
    start += header.subarray(6).reduce((length, byte) => length * 128 + (byte & 127), 0) + ID3_HEADER_BYTES;
  }
}

function isFrameStart(bytes: Uint8Array, place: number): boolean {
  return bytes[place] === 0xff && ((bytes[place + 1] ?? 0) & 0xe0) === 0xe0;
}

async function readBytes(file: Blob, start: number, length: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, start + length).arrayBuffer());
}
