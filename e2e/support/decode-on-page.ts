import type { Page } from '@playwright/test';
import type { VisitorFile } from './recordings';
import type { Sound } from './wav';

/** What comes back from the page: bytes of 32-bit floats as base64, one text per channel. */
interface EncodedSound {
  readonly channels: readonly string[];
  readonly sampleRateHz: number;
}

/** Runs in the page. */
async function decode([base64, sampleRateHz]: readonly [string, number]): Promise<EncodedSound> {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const buffer = await new OfflineAudioContext(1, 1, sampleRateHz).decodeAudioData(bytes.buffer);
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) => {
    const channelBytes = new Uint8Array(buffer.getChannelData(channel).buffer);
    return btoa(Array.from(channelBytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return { channels, sampleRateHz: buffer.sampleRate };
}

/** Decodes a file with the page's browser, at a rate in Hz: compressed sound becomes the same numbers for page and Node. */
export async function decodeOnPage(page: Page, { bytes }: VisitorFile, sampleRateHz: number): Promise<Sound> {
  const encoded = await page.evaluate(decode, [bytes.toString('base64'), sampleRateHz] as const);
  return {
    channels: encoded.channels.map((base64) => {
      const channelBytes = new Uint8Array(Buffer.from(base64, 'base64'));
      return new Float32Array(channelBytes.buffer);
    }),
    sampleRateHz: encoded.sampleRateHz,
  };
}
