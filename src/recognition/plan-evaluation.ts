/** What there is to judge in a folder of labelled recordings, by the names of its files alone. Pure. */
import type { SkippedRecording, SpeakerRole } from '../contract/evaluation';
import type { ModelCard } from '../contract/model-card';
import { describeClip } from '../corpora/describe-clip';
import type { LabelledClip } from '../corpora/labelled-clip';
import { findSpeakerRole } from '../corpora/speaker-role';
import type { BatchFile } from './batch-state';

export { KNOWN_LAYOUTS } from '../corpora/describe-clip';

/** A recording of which the path says with which emotion somebody speaks. */
export interface PlannedClip extends LabelledClip {
  readonly file: File;
  readonly role: SpeakerRole;
}

/** A folder, looked at. */
export interface EvaluationPlan {
  /** In the order of their paths by code units, as `npm run evaluate` takes them. */
  readonly clips: readonly PlannedClip[];
  /** Files whose path names no emotion. */
  readonly skipped: readonly SkippedRecording[];
}

/** What an evaluation asks of the model's card. */
export type CardFacts = Pick<ModelCard, 'data' | 'splits' | 'calibration'>;

/** Looks at the names of files, as they came with their folders. */
export function planEvaluation(files: readonly BatchFile[], card: CardFacts): EvaluationPlan {
  const within = relateToFolder(files);
  const isLabelled = ({ path }: BatchFile): boolean => 'emotion' in describeClip(path);
  // Whoever drops a folder `angry` by itself has labelled its files by its name.
  const named = within.some(isLabelled) ? within : files;
  const clips: PlannedClip[] = [];
  const skipped: SkippedRecording[] = [];
  for (const { file, path } of [...named].sort((one, other) => compareCodeUnits(one.path, other.path))) {
    const described = describeClip(path);
    if ('reason' in described) skipped.push({ ...described, code: null });
    else clips.push({ ...described, file, role: findSpeakerRole(described, card) });
  }
  return { clips, skipped };
}

/** Clips by what their speakers are to the weights, without the roles that nobody has. */
export function countRoles(clips: readonly { readonly role: SpeakerRole }[]): ReadonlyMap<SpeakerRole, number> {
  const order: readonly SpeakerRole[] = ['new', 'test', 'validation', 'training', 'unknown'];
  const count = (role: SpeakerRole): number => clips.filter((clip) => clip.role === role).length;
  return new Map(order.map((role) => [role, count(role)] as const).filter(([, clipCount]) => clipCount > 0));
}

/** By code units, whatever the visitor's language: what the bootstrap draws depends on the order. */
export function compareCodeUnits(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Paths without the name of the folder, where a single one was given: it says where the recordings lie, not what they are. */
function relateToFolder(files: readonly BatchFile[]): readonly BatchFile[] {
  const [top = '', ...below] = files[0]?.path.split('/') ?? [];
  if (below.length === 0 || !files.every(({ path }) => path.startsWith(`${top}/`))) return files;
  return files.map(({ file, path }) => ({ file, path: path.slice(top.length + 1) }));
}
