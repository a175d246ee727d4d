/**
 * What the page and its workers say to each other. A `Calls` table names every call of a worker with its argument,
 * what it reports while running and its result; requests and replies are derived from it, so that both ends agree.
 * Every request has an id of its own; exactly one `result` or `failed` answers it, any number of `progress` come before.
 */
import type { FileReading } from '../audio/decode-file';
import type { PlainError } from '../contract/errors';
import type { FeatureMap, TimeSpan } from '../contract/features';
import type { PcmPiece } from '../contract/pcm';
import type { BackendDecision, BackendName, ModelFacts, SpanPictures } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import type { ScannedRecording, SurveyedRecording, WindowLevels } from '../features/extract-recording';
import type { RememberedBackend } from '../network/choose-backend';

/** One call: what goes in, what is told meanwhile (`never` if nothing), what comes out. All structured-cloneable. */
export interface Call<Argument, Progress, Result> {
  readonly argument: Argument;
  readonly progress: Progress;
  readonly result: Result;
}

/** Any table of calls by name. */
export type CallTable<Calls> = { readonly [Kind in keyof Calls]: Call<unknown, unknown, unknown> };

/** A message to a worker: one variant per call, told apart by `kind`. */
export type Request<Calls extends CallTable<Calls>> = {
  [Kind in keyof Calls]: { readonly id: number; readonly kind: Kind; readonly argument: Calls[Kind]['argument'] };
}[keyof Calls];

/** A message from a worker, about the request of the same id. */
export type Reply<Calls extends CallTable<Calls>> =
  | { readonly id: number; readonly kind: 'progress'; readonly progress: Calls[keyof Calls]['progress'] }
  | { readonly id: number; readonly kind: 'result'; readonly result: Calls[keyof Calls]['result'] }
  | { readonly id: number; readonly kind: 'failed'; readonly error: PlainError };

/** How much of a file is decoded. */
export interface ReadProgress {
  readonly doneSec: number;
  /** How long the file lasts by its container, `null` where it does not say. */
  readonly totalSec: number | null;
}

/** Which windows to draw, and into what. */
export interface DrawWindowsArgument {
  readonly spans: readonly TimeSpan[];
  /** Arrays of earlier windows, to be written over; the rest are made. */
  readonly spare: readonly Float32Array[];
}

/** The calls of the features worker, which holds one recording at a time, from its first piece until the next begins. */
export interface FeaturesCalls {
  /**
   * Decodes and resamples a file, reporting how much of it is done; forgets the recording before. When the answer says
   * that the file could not be read here, `begin` and `push` are the other way. `isDrawn` says which of the two ends is to
   * come.
   */
  readonly read: Call<{ readonly file: File; readonly isDrawn: boolean }, ReadProgress, FileReading>;
  /** Begins a recording that is decoded elsewhere and forgets the one before. */
  readonly begin: Call<
    { readonly sampleRateHz: number; readonly channelCount: number; readonly isDrawn: boolean },
    never,
    null
  >;
  /** Adds the next stretch; its buffers are transferred. */
  readonly push: Call<PcmPiece, never, null>;
  /** Ends the recording of a file, surveys it, reporting the share 0…1 that is done, and keeps its samples. */
  readonly finish: Call<File, number, SurveyedRecording>;
  /** The same for who wants to see nothing of it, where it was begun so. */
  readonly finishUndrawn: Call<File, never, ScannedRecording>;
  /** Where the network's windows lie in a part of the recording, which counts as a recording of its own. */
  readonly findWindows: Call<TimeSpan, never, readonly TimeSpan[]>;
  /** Draws windows of the recording for the network; all buffers are transferred. */
  readonly drawWindows: Call<DrawWindowsArgument, never, readonly FeatureMap[]>;
  /** Draws a part of the recording for the eye, on the scales of the whole; the buffers are transferred. */
  readonly drawSpan: Call<TimeSpan, never, SpanPictures>;
  /** The mel levels that a window is drawn from; their buffer is transferred. */
  readonly readLevels: Call<TimeSpan, never, WindowLevels>;
  /** Gives the recording's memory back. */
  readonly forget: Call<null, never, null>;
}

/** The last seconds of a recording under way; times are in seconds of sound since its beginning. */
export interface LiveWindow extends TimeSpan {
  /** Levels of the blocks completed since the last reading, in dB relative to full scale, −120 and up. */
  readonly levelsDbfs: Float32Array;
  readonly levelHopSec: number;
  /** The network's picture, trimmed to what is loud in the window; `null` where there is too little sound for one. */
  readonly features: FeatureMap | null;
}

/** The features worker's calls for a recording under way, of which it holds the last window; one at a time. */
export interface LiveFeaturesCalls {
  /** Begins a session and forgets the one before. */
  readonly beginLive: Call<{ readonly sampleRateHz: number; readonly channelCount: number }, never, null>;
  /** Adds the next stretch; its buffers are transferred. */
  readonly pushLive: Call<PcmPiece, never, null>;
  /** Reads the last seconds; the buffers of the result are transferred. */
  readonly readLive: Call<null, never, LiveWindow>;
}

/** Which model to load and where it should run. */
export interface LoadArgument {
  /** Absolute address of the model's folder, with a slash at its end: a `blob:` worker has no base for a relative one. */
  readonly modelFolderUrl: string;
  readonly backend: BackendName | 'auto';
  /** What this browser measured before; workers have no storage of their own. */
  readonly remembered: RememberedBackend | null;
}

/** A model that is ready. */
export interface LoadedModel extends BackendDecision {
  readonly model: ModelFacts;
  /** What was measured, for the page to keep; `null` where nothing was. */
  readonly toRemember: RememberedBackend | null;
}

/** How far an inference is, in windows, and what the network says of the last one that is done. */
export interface ClassifyProgress {
  readonly done: number;
  readonly total: number;
  /** Eight, in the order of `EMOTIONS`. */
  readonly probabilities: readonly number[];
}

/** What the network says of some windows, and where it ran: a lost WebGL context may have moved it to another backend. */
export interface Classification extends BackendDecision {
  /** Eight probabilities for each window, in the windows' order. */
  readonly probabilities: readonly (readonly number[])[];
}

/** The same with the windows that were sent, whose arrays can be used again. */
export interface ClassificationAndWindows extends Classification {
  readonly windows: readonly FeatureMap[];
}

/** The calls of the network worker, which holds one model. */
export interface NetworkCalls {
  /** Whether a worker of this browser can make a WebGL 2 context. */
  readonly probeWebgl: Call<null, never, boolean>;
  /** Loads the model, reporting the share of its bytes that are here, 0…1; answers with the backend that runs. */
  readonly load: Call<LoadArgument, number, LoadedModel>;
  /**
   * Reads windows; supersedes a classification still running. Their buffers are transferred, and back; the page keeps
   * windows of its own, to send them again if the worker dies.
   */
  readonly classify: Call<readonly FeatureMap[], ClassifyProgress, ClassificationAndWindows>;
  /** Where the deformable layers look for a window, 60 kB; the buffers are transferred. Ends no classification. */
  readonly readSampling: Call<FeatureMap, never, readonly LayerSampling[]>;
  /** Ends the running classification at its next step; its call then fails. */
  readonly cancel: Call<null, never, null>;
}
