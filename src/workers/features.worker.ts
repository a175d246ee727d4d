/** The features worker: a file in, or stretches of decoded audio; the network's windows and the page's pictures out. */
import { expectStatedDuration, readFileInPieces } from '../audio/decode-file';
import { createPcmConverter, type PcmConverter } from '../audio/pcm-converter';
import { concatenate } from '../audio/resample';
import { UndertoneError } from '../contract/errors';
import { SAMPLE_RATE_HZ, type PcmPiece } from '../contract/pcm';
import { extractRecording } from '../features/extract-recording';
import type { FeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';

interface UnfinishedRecording {
  readonly converter: PcmConverter;
  /** Mono samples at the model's rate, in time order. */
  readonly blocks: Float32Array[];
}

let recording: UnfinishedRecording | null = null;

async function beginRecording(sampleRateHz: number, channelCount: number): Promise<UnfinishedRecording> {
  endRecording();
  recording = { converter: await createPcmConverter(sampleRateHz, channelCount), blocks: [] };
  return recording;
}

function requireRecording(): UnfinishedRecording {
  if (recording === null) throw new UndertoneError('unexpected', 'Expected a recording, none was begun.');
  return recording;
}

function addPiece({ converter, blocks }: UnfinishedRecording, piece: PcmPiece): void {
  blocks.push(converter.push(piece));
}

function endRecording(): void {
  recording?.converter.dispose();
  recording = null;
}

serveCalls<FeaturesCalls>(self, {
  read: async (file, reportProgress) => {
    endRecording();
    let doneSec = 0;
    const reading = await readFileInPieces(file, async (piece) => {
      addPiece(recording ?? (await beginRecording(piece.sampleRateHz, piece.channels.length)), piece);
      doneSec += (piece.channels[0]?.length ?? 0) / piece.sampleRateHz;
      reportProgress(doneSec);
    });
    return { result: reading };
  },
  begin: async ({ sampleRateHz, channelCount }) => {
    await beginRecording(sampleRateHz, channelCount);
    return { result: null };
  },
  push: (piece) => {
    addPiece(requireRecording(), piece);
    return { result: null };
  },
  finish: async (file) => {
    try {
      const { converter, blocks } = requireRecording();
      const pcm = { samples: concatenate([...blocks, converter.finish()]), sampleRateHz: SAMPLE_RATE_HZ };
      blocks.length = 0;
      await expectStatedDuration(file, pcm.samples.length / pcm.sampleRateHz);
      const features = extractRecording(pcm);
      const { waveform, logMelDb, mfcc, descriptors } = features.pictures;
      return {
        result: features,
        transfer: [
          waveform.extremes.buffer,
          logMelDb.values.buffer,
          mfcc.values.buffer,
          descriptors.loudnessDbfs.buffer,
          descriptors.centroidHz.buffer,
          descriptors.zeroCrossingsPerSec.buffer,
          ...features.windows.map((window) => window.values.buffer),
        ],
      };
    } finally {
      endRecording();
    }
  },
});
