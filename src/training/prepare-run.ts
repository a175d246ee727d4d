/** From a folder of recordings and a run's configuration to what the run trains on and what it is chosen by. Node only. */
import { createHash } from 'node:crypto';
import { SAMPLE_RATE_HZ } from '../contract/pcm';
import type { SplitSummary } from '../contract/model-card';
import type { LabelledClip, SkippedFile } from '../corpora/labelled-clip';
import type { SplitRole } from '../corpora/speaker-split';
import { splitClips, summariseSplit, type SplitRoles } from '../corpora/split-clips';
import { extractClip, type ClipFeatures } from './clip-features';
import { passThroughMp3 } from './mp3-codec';
import { countExamples } from './rank';
import type { RecordingsDescription } from './recording-source';
import { buildRecordingStore, openRecordingStore, type RecordingStore, type RecordingVariant } from './recording-store';
import type { RunConfig } from './run-config';
import type { TrainingConfig } from './train';

/** All that a run needs to know of its recordings. */
export interface PreparedRun {
  readonly source: RecordingsDescription;
  /** In the order of the source's examples. */
  readonly training: readonly LabelledClip[];
  readonly validation: readonly ClipFeatures[];
  readonly skipped: readonly SkippedFile[];
  readonly split: SplitSummary;
  readonly config: TrainingConfig;
}

/** Stored beside the recordings of runs that train on them. */
const MP3: RecordingVariant = {
  name: 'MP3, 32 kbit/s, 22,050 Hz',
  make: async ({ samples, sampleRateHz }) => ({ samples: await passThroughMp3(samples), sampleRateHz }),
};

/** The recordings of a folder, and which part of a run each of them plays. */
export interface DealtRecordings {
  readonly store: RecordingStore;
  readonly roles: SplitRoles;
  /** Numbers in the store of what the run trains on and is chosen by. */
  readonly training: readonly number[];
  readonly validation: readonly number[];
  readonly clips: TrainingConfig['clips'];
}

/**
 * Deals the recordings below a folder out, from the cache where it has them. Clips of the test set are stored like all
 * others, and then left alone.
 * @param onProgress called after each file that is read
 * @throws Error when the folder cannot be read or no labelled recording in it can
 */
export async function dealRecordings(
  folder: string,
  cacheFolder: string,
  run: RunConfig,
  onProgress: (done: number, total: number) => void,
): Promise<DealtRecordings> {
  const variants = run.waveform.codec.share > 0 ? [MP3] : [];
  const store = openRecordingStore(await buildRecordingStore(folder, cacheFolder, variants, onProgress));
  const roles = splitClips(store.clips, run.protocol);
  const select = (role: SplitRole): number[] => {
    const inRole = [...store.clips.keys()].filter((i) => roles.get(store.clips[i]?.path ?? '') === role);
    return thinOut(inRole, store.clips, run.every);
  };
  const [training, validation] = [select('training'), select('validation')];
  const paths = [training, validation].map((numbers) => numbers.map((i) => store.clips[i]?.path));
  const fingerprint = createHash('sha256').update(JSON.stringify(paths)).digest('hex').slice(0, 16);
  const perEpoch = countExamples(training.map((i) => run.corpusRepeats[(store.clips[i] as LabelledClip).corpus]));
  const clips = { training: training.length, perEpoch, validation: validation.length, fingerprint };
  return { store, roles, training, validation, clips };
}

/**
 * Deals the recordings below a folder out and reads those that a run is chosen by.
 * @throws Error as `dealRecordings`
 */
export async function prepareRun(
  folder: string,
  cacheFolder: string,
  run: RunConfig,
  onProgress: (done: number, total: number) => void,
): Promise<PreparedRun> {
  const { store, roles, training, validation, clips } = await dealRecordings(folder, cacheFolder, run, onProgress);
  return {
    source: {
      kind: 'recordings',
      path: store.path,
      recordings: training,
      corpusRepeats: run.corpusRepeats,
      waveform: run.waveform,
    },
    training: training.map((i) => store.clips[i] as LabelledClip),
    validation: validation.map((i) => {
      const pcm = { samples: store.readSamples(i), sampleRateHz: SAMPLE_RATE_HZ };
      return extractClip({ clip: store.clips[i] as LabelledClip, pcm });
    }),
    skipped: store.skipped,
    split: summariseSplit(store.clips, roles, run.protocol),
    config: { ...run, clips },
  };
}

/**
 * One in `every` of the clips of each corpus and emotion, at least one. Which ones is decided by a hash of their paths: file
 * names count through sentences, emotions and speakers, and every N-th of them would be always the same.
 */
function thinOut(numbers: readonly number[], clips: readonly LabelledClip[], every: number): number[] {
  const groups = new Map<string, { readonly number: number; readonly hash: string }[]>();
  for (const number of numbers) {
    const { corpus, emotion, path } = clips[number] as LabelledClip;
    const key = `${corpus} ${emotion}`;
    const group = groups.get(key) ?? [];
    group.push({ number, hash: createHash('sha256').update(path).digest('hex') });
    groups.set(key, group);
  }
  return [...groups.values()]
    .flatMap((group) => group.sort((a, b) => (a.hash < b.hash ? -1 : 1)).slice(0, Math.ceil(group.length / every)))
    .map(({ number }) => number)
    .sort((a, b) => a - b);
}
