/** The features worker: a file in, or stretches of decoded audio; the page's pictures out, and the network's windows. */
import { expectStatedDuration, readFileInPieces } from '../audio/decode-file';
import { createPcmConverter, type PcmConverter } from '../audio/pcm-converter';
import { SampleStore } from '../audio/sample-store';
import { UndertoneError } from '../contract/errors';
import type { PcmPiece } from '../contract/pcm';
import { OriginalDrawing } from '../features/draw-original';
import { drawSpan } from '../features/draw-recording';
import {
  drawWindow,
  findWindowsWithin,
  readWindowLevels,
  scanRecording,
  surveyRecording,
} from '../features/extract-recording';
import { createLiveHandlers } from './live-features';
import type { FeaturesCalls, LiveFeaturesCalls } from './protocol';
import { serveCalls } from './serve-calls';

interface Recording {
  readonly samples: SampleStore;
  /** Null where nobody wants to see it. */
  readonly original: OriginalDrawing | null;
  /** Null when the recording has ended. */
  converter: PcmConverter | null;
  /** Of the spectra drawn of it; null before. */
  loudestDb: number | null;
}

let recording: Recording | null = null;

async function beginRecording(sampleRateHz: number, channelCount: number, isDrawn: boolean): Promise<Recording> {
  forgetRecording();
  const converter = await createPcmConverter(sampleRateHz, channelCount);
  const original = isDrawn ? new OriginalDrawing(sampleRateHz, channelCount) : null;
  recording = { samples: new SampleStore(), original, converter, loudestDb: null };
  return recording;
}

function forgetRecording(): void {
  recording?.converter?.dispose();
  recording = null;
}

function requireRecording(): Recording {
  if (recording === null) throw new UndertoneError('unexpected', 'Expected a recording, none was begun.');
  return recording;
}

function addPiece({ samples, original, converter }: Recording, piece: PcmPiece): void {
  if (converter === null) throw new UndertoneError('unexpected', 'Expected a recording under way, it has ended.');
  // The converter refuses what cannot be drawn.
  samples.push(converter.push(piece));
  original?.push(piece.channels);
}

/** Ends the recording of a file and looks at it; one that is of no use is forgotten. */
async function endRecording<Result>(file: File, look: (ended: Recording) => Result): Promise<Result> {
  try {
    const ended = requireRecording();
    const { samples, converter } = ended;
    if (converter !== null) samples.push(converter.finish());
    converter?.dispose();
    ended.converter = null;
    await expectStatedDuration(file, samples.length / samples.sampleRateHz);
    return look(ended);
  } catch (thrown) {
    forgetRecording();
    throw thrown;
  }
}

serveCalls<FeaturesCalls & LiveFeaturesCalls>(self, {
  ...createLiveHandlers(),
  read: async ({ file, isDrawn }, reportProgress) => {
    forgetRecording();
    let doneSec = 0;
    const reading = await readFileInPieces(file, async (piece, totalSec) => {
      addPiece(recording ?? (await beginRecording(piece.sampleRateHz, piece.channels.length, isDrawn)), piece);
      doneSec += (piece.channels[0]?.length ?? 0) / piece.sampleRateHz;
      reportProgress({ doneSec, totalSec });
    });
    return { result: reading };
  },
  begin: async ({ sampleRateHz, channelCount, isDrawn }) => {
    await beginRecording(sampleRateHz, channelCount, isDrawn);
    return { result: null };
  },
  push: (piece) => {
    addPiece(requireRecording(), piece);
    return { result: null };
  },
  finish: async (file, reportProgress) => {
    const survey = await endRecording(file, (ended) => {
      if (ended.original === null) throw new UndertoneError('unexpected', 'Expected a recording that is drawn.');
      const { windows, durationSec, pictures, loudestDb } = surveyRecording(ended.samples, reportProgress);
      ended.loudestDb = loudestDb;
      return { windows, durationSec, pictures: { ...pictures, original: ended.original.finish() } };
    });
    const { waveform, logMelDb, mfcc, descriptors, original } = survey.pictures;
    return {
      result: survey,
      transfer: [
        original.waveform.extremes.buffer,
        original.spectrumDb.values.buffer,
        waveform.extremes.buffer,
        logMelDb.values.buffer,
        mfcc.values.buffer,
        descriptors.loudnessDbfs.buffer,
        descriptors.centroidHz.buffer,
        descriptors.zeroCrossingsPerSec.buffer,
      ],
    };
  },
  finishUndrawn: async (file) => ({ result: await endRecording(file, ({ samples }) => scanRecording(samples)) }),
  findWindows: (part) => ({ result: findWindowsWithin(requireRecording().samples, part) }),
  drawWindows: ({ spans, spare }) => {
    const { samples } = requireRecording();
    const windows = spans.map((span, index) => drawWindow(samples, span, spare[index]));
    return { result: windows, transfer: windows.map(({ values }) => values.buffer) };
  },
  drawSpan: (span) => {
    const { samples, loudestDb } = requireRecording();
    if (loudestDb === null) throw new UndertoneError('unexpected', 'Expected a recording that is drawn.');
    const pictures = drawSpan(samples, span, loudestDb);
    const { waveform, logMelDb, mfcc } = pictures;
    return { result: pictures, transfer: [waveform.extremes.buffer, logMelDb.values.buffer, mfcc.values.buffer] };
  },
  readLevels: (span) => {
    const window = readWindowLevels(requireRecording().samples, span);
    return { result: window, transfer: [window.levels.buffer] };
  },
  forget: () => {
    forgetRecording();
    return { result: null };
  },
});
