/**
 * Stored recordings as a source of examples: each is varied anew, then goes through the page's own path to mel levels.
 */
import { UndertoneError } from '../contract/errors';
import { indexOfEmotion } from '../contract/emotions';
import type { CorpusName } from '../contract/report';
import type { LabelledClip } from '../corpora/labelled-clip';
import type { Random } from '../evaluation/random';
import { augmentWaveform, type RecordingDraw } from './augmentation/augment-waveform';
import { randomInteger, randomItem } from './augmentation/random-choices';
import type { WaveformAugmentationConfig } from './augmentation/waveform-config';
import type { ExampleSource } from './batches';
import { drawWindowLevels } from './recording-levels';
import { openRecordingStore } from './recording-store';

/** Recordings of a store, and how to vary them. */
export interface RecordingsDescription {
  readonly kind: 'recordings';
  /** As `buildRecordingStore` gave it. */
  readonly path: string;
  /** Number in the store of every example. */
  readonly recordings: readonly number[];
  /** How often an epoch takes an example of each corpus, on average. */
  readonly corpusRepeats: Readonly<Record<CorpusName, number>>;
  readonly waveform: WaveformAugmentationConfig;
}

/**
 * Opens a source over stored recordings.
 * @throws RangeError when the codec is asked for and the store holds no variant
 */
export function openRecordings({ path, recordings, corpusRepeats, waveform }: RecordingsDescription): ExampleSource {
  const store = openRecordingStore(path);
  if (waveform.codec.share > 0 && store.variantCount === 0) {
    throw new RangeError(`The recordings in ${path} were stored without the codec that waveform.codec asks for.`);
  }
  const clips = recordings.map((recording) => store.clips[recording] as LabelledClip);
  const companions = findCompanions(clips);
  const read = (example: number): Float32Array => store.readSamples(recordings[example] ?? NaN);
  return {
    labels: clips.map(({ emotion }) => indexOfEmotion(emotion)),
    repeats: clips.map(({ corpus }) => corpusRepeats[corpus]),
    drawLevels: (example, random) => {
      const draw: RecordingDraw = {
        drawOwn: (throughCodec) =>
          throughCodec
            ? store.readSamples(recordings[example] ?? NaN, randomInteger(0, store.variantCount - 1, random))
            : read(example),
        drawCompanion: () => {
          const others = companions[example] ?? [];
          return others.length < 2 ? null : read(drawOther(others, example, random));
        },
        drawAny: () => read(randomInteger(0, clips.length - 1, random)),
      };
      const { maxShiftSec, share } = waveform.timeShift;
      const shiftSec = share > 0 && random() < share ? maxShiftSec : 0;
      try {
        return drawWindowLevels(augmentWaveform(draw, waveform, random), shiftSec, random);
      } catch (thrown) {
        // Varied out of hearing, below the level of silence or too short: the recording itself, which was found to speak.
        if (thrown instanceof UndertoneError) return drawWindowLevels(read(example), shiftSec, random);
        throw thrown;
      }
    },
  };
}

/** Of every example all that are by the same speaker in the same emotion, itself among them; none of unknown speakers. */
function findCompanions(clips: readonly LabelledClip[]): (readonly number[])[] {
  const groups = new Map<string, number[]>();
  return clips.map(({ speaker, emotion }, example) => {
    if (speaker === null) return [];
    const key = `${speaker} ${emotion}`;
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(example);
    return group;
  });
}

function drawOther(examples: readonly number[], example: number, random: Random): number {
  for (;;) {
    const other = randomItem(examples, random);
    if (other !== example) return other;
  }
}
