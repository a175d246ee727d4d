import type { SpeakerRole } from '../contract/evaluation';
import type { ModelCard } from '../contract/model-card';
import type { LabelledClip } from './labelled-clip';

/**
 * Tells what a clip's speaker is to the weights of a card. All speakers of a corpus were trained on but those that the card
 * names. In a folder of somebody's own, or of recordings that were renamed, nobody can say.
 */
export function findSpeakerRole(
  { corpus, speaker }: LabelledClip,
  { data, splits }: Pick<ModelCard, 'data' | 'splits'>,
): SpeakerRole {
  if (corpus === 'folder') return 'unknown';
  if (!data.some((trained) => trained.corpus === corpus)) return 'new';
  const id = speaker?.slice(corpus.length + 1) ?? '';
  if (splits.test[corpus]?.includes(id)) return 'test';
  return splits.validation[corpus]?.includes(id) ? 'validation' : 'training';
}
