/**
 * Twins compared on the same clips: the bootstrap over speakers of `bootstrap.ts`, each resample the same for both
 * networks (Efron and Tibshirani 1993, paired), so that what makes a speaker hard for both cancels.
 */
import type { PairedComparison, PairedFigure } from '../contract/model-card';
import { addConfusions, drawResamples, groupClips, percentileInterval } from './bootstrap';
import { average, computeAccuracy, computeUar, countConfusion, type JudgedClip } from './confusion';

/** What two networks of one seed say of the same clips, in the same order. */
export interface TwinVerdicts {
  readonly deformable: readonly JudgedClip[];
  readonly plain: readonly JudgedClip[];
}

/** The figures that twins are compared by. */
export type TwinFigures = Pick<PairedComparison, 'accuracy' | 'uar' | 'speakerDeviation'>;

/** What is measured of one network on a resample, averaged over its seeds. */
type Measurement = Readonly<Record<keyof TwinFigures, number>>;

/** Confusion matrices of a network, per seed and speaker. */
type SpeakerConfusions = readonly (readonly (readonly (readonly number[])[])[])[];

/**
 * Compares twins; every figure is a mean over their seeds.
 * @param seeds at least one, all of them over the same clips in the same order
 * @throws RangeError when there is no clip or the clips differ
 */
export function compareTwins(seeds: readonly TwinVerdicts[]): TwinFigures {
  const networks = [...seeds.map(({ deformable }) => deformable), ...seeds.map(({ plain }) => plain)];
  const clips = networks[0] ?? [];
  if (clips.length === 0) throw new RangeError('Expected at least one judged clip of each twin, got none.');
  for (const others of networks) checkSameClips(clips, others);
  const groups = groupClips(clips.map(({ speaker }, index) => ({ speaker, index })));
  const count = (verdicts: readonly JudgedClip[]): SpeakerConfusions[number] =>
    groups.map((group) => countConfusion(group.flatMap(({ index }) => verdicts[index] ?? [])));
  const deformable = seeds.map((twins) => count(twins.deformable));
  const plain = seeds.map((twins) => count(twins.plain));
  const whole = [...groups.keys()];
  const pairs = drawResamples(groups.length).map(
    (drawn) => [measure(deformable, drawn), measure(plain, drawn)] as const,
  );
  const compare = (figure: keyof Measurement, better: 1 | -1): PairedFigure => {
    const [ours, theirs] = [measure(deformable, whole)[figure], measure(plain, whole)[figure]];
    const differences = pairs.map(([a, b]) => a[figure] - b[figure]);
    const ahead = differences.filter((difference) => better * difference > 0).length;
    return {
      deformable: ours,
      plain: theirs,
      difference: ours - theirs,
      interval: percentileInterval(differences),
      shareAhead: ahead / differences.length,
    };
  };
  return {
    accuracy: compare('accuracy', 1),
    uar: compare('uar', 1),
    speakerDeviation: compare('speakerDeviation', -1),
  };
}

function checkSameClips(clips: readonly JudgedClip[], others: readonly JudgedClip[]): void {
  const isSame = ({ speaker, truth }: JudgedClip, index: number): boolean => {
    const clip = clips[index];
    return speaker === clip?.speaker && truth === clip.truth;
  };
  if (others.length === clips.length && others.every(isSame)) return;
  throw new RangeError('Expected verdicts of all twins on the same clips in the same order.');
}

function measure(seeds: SpeakerConfusions, drawn: readonly number[]): Measurement {
  const ofDrawn = seeds.map((speakers) => drawn.map((speaker) => speakers[speaker] ?? []));
  const sums = ofDrawn.map(addConfusions);
  const perSpeaker = drawn.map((_, place) =>
    average(ofDrawn.map((speakers) => computeAccuracy(speakers[place] ?? []))),
  );
  return {
    accuracy: average(sums.map(computeAccuracy)),
    uar: average(sums.map(computeUar)),
    speakerDeviation: computeDeviation(perSpeaker),
  };
}

/** Standard deviation of a sample (n − 1), 0 of a single value. */
function computeDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = average(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
