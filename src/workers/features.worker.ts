/** The features worker: stretches of decoded audio in, the network's windows and the page's pictures out. */
import { createPcmConverter, type PcmConverter } from '../audio/pcm-converter';
import { concatenate } from '../audio/resample';
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import { extractRecording } from '../features/extract-recording';
import type { FeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';

interface UnfinishedRecording {
  readonly converter: PcmConverter;
  /** Mono samples at the model's rate, in time order. */
  readonly blocks: Float32Array[];
}

let recording: UnfinishedRecording | null = null;

function requireRecording(): UnfinishedRecording {
  if (recording === null) throw new UndertoneError('unexpected', 'Expected a recording, none was begun.');
  return recording;
}

function endRecording(): void {
  recording?.converter.dispose();
  recording = null;
}

serveCalls<FeaturesCalls>(self, {
  begin: async ({ sampleRateHz, channelCount }) => {
    endRecording();
    recording = { converter: await createPcmConverter(sampleRateHz, channelCount), blocks: [] };
    return { result: null };
  },
  push: (piece) => {
    const { converter, blocks } = requireRecording();
    blocks.push(converter.push(piece));
    return { result: null };
  },
  finish: () => {
    try {
      const { converter, blocks } = requireRecording();
      const pcm = { samples: concatenate([...blocks, converter.finish()]), sampleRateHz: SAMPLE_RATE_HZ };
      const { windows, pictures } = extractRecording(pcm);
      const { logMelDb, mfcc, descriptors } = pictures;
      return {
        result: { windows, pictures: { pcm, ...pictures } },
        transfer: [
          pcm.samples.buffer,
          logMelDb.values.buffer,
          mfcc.values.buffer,
          descriptors.loudnessDbfs.buffer,
          descriptors.centroidHz.buffer,
          descriptors.zeroCrossingsPerSec.buffer,
          ...windows.map((window) => window.values.buffer),
        ],
      };
    } finally {
      endRecording();
    }
  },
});
