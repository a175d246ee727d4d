/**
 * Who is trained on, chosen by and scored: the protocols of the figures.
 *
 * - `stratified`: of each emotion a random fifth is for the test, and a tenth of the rest for validation. The speakers
 *   are the same in all three: it tells how well the network knows voices that it has heard.
 * - `speaker-disjoint`: `speaker-split.ts`. It tells how well it does on voices that it has never heard.
 * - `tess-leave-one-out`: the speaker-disjoint training without one actress of TESS, on whom it is then tested; twice,
 *   since there are two. Those set apart for the speaker-disjoint test play no part.
 */
import { EMOTIONS } from '../contract/emotions';
import type { SplitProtocol, SplitSummary } from '../contract/model-card';
import { assignSplitRole, type SplitRole } from './speaker-split';
import type { LabelledClip } from './labelled-clip';

/** Shares of the stratified protocol. */
const TEST_SHARE = 0.2;
const VALIDATION_SHARE_OF_REST = 0.1;

/** The part that a clip plays, by its path; a clip without an entry plays none. */
export type SplitRoles = ReadonlyMap<string, SplitRole>;

/**
 * Assigns clips to training, validation and test.
 * The stratified draw depends on the seed and on the files' own names, not on their order nor, for the known corpora, on
 * the folders above them: the same recordings give the same split wherever they lie.
 */
export function splitClips(clips: readonly LabelledClip[], protocol: SplitProtocol): SplitRoles {
  if (protocol.name === 'stratified') return splitStratified(clips, protocol.seed);
  if (protocol.name === 'speaker-disjoint') return new Map(clips.map((clip) => [clip.path, assignSplitRole(clip)]));
  const heldOut = `tess/${protocol.actress}`;
  const roles = clips.map((clip): [string, SplitRole] => [
    clip.path,
    clip.speaker === heldOut ? 'test' : assignSplitRole(clip),
  ]);
  return new Map(roles.filter(([, role], index) => role !== 'test' || clips[index]?.speaker === heldOut));
}

function splitStratified(clips: readonly LabelledClip[], seed: number): SplitRoles {
  const roles = new Map<string, SplitRole>();
  for (const emotion of EMOTIONS) {
    const drawn = clips
      .filter((clip) => clip.emotion === emotion)
      .map(({ path, corpus }) => {
        const name = corpus === 'folder' ? path : path.slice(path.lastIndexOf('/') + 1);
        return { path, key: hash(`${seed} ${corpus} ${name}`) };
      })
      .sort((a, b) => a.key - b.key || (a.path < b.path ? -1 : 1));
    const tests = Math.round(TEST_SHARE * drawn.length);
    const validations = Math.round(VALIDATION_SHARE_OF_REST * (drawn.length - tests));
    for (const [index, { path }] of drawn.entries()) {
      roles.set(path, index < tests ? 'test' : index < tests + validations ? 'validation' : 'training');
    }
  }
  return roles;
}

/** 32 bits that look random: FNV-1a (RFC 9923), then the finaliser of MurmurHash3 (A. Appleby, public domain). */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) mixed = Math.imul(mixed ^ text.charCodeAt(i), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** What the card says of a split: how it was drawn, and how many clips and speakers play which part. */
export function summariseSplit(
  clips: readonly LabelledClip[],
  roles: SplitRoles,
  protocol: SplitProtocol,
): SplitSummary {
  const count = (role: SplitRole): SplitSummary['training'] => {
    const inRole = clips.filter(({ path }) => roles.get(path) === role);
    const speakers = new Set(inRole.flatMap(({ speaker }) => (speaker === null ? [] : [speaker])));
    return { clips: inRole.length, speakers: speakers.size };
  };
  return { protocol, training: count('training'), validation: count('validation'), test: count('test') };
}
