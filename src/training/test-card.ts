/** A card that says what must be said, and nothing true of any training. */
import { EMOTIONS } from '../contract/emotions';
import { FEATURE_CONFIG } from '../contract/features';
import type { ModelCard } from '../contract/model-card';
import { buildReport } from '../evaluation/report';

/** Makes the smallest card that loads. */
export function createTestCard(weights: ModelCard['weights']): ModelCard {
  return {
    version: 'test',
    createdAt: '2000-01-01T00:00:00.000Z',
    emotions: EMOTIONS,
    features: FEATURE_CONFIG,
    weights,
    data: [],
    splits: { test: {}, validation: {} },
    training: { command: 'npm run train', seed: 1, epochs: 0, bestEpoch: 0, history: [] },
    validation: buildReport([{ corpus: 'folder', speaker: 'folder/1', truth: 0, predicted: 0 }], 7),
    deformation: [],
    accuracyWithoutAnyOffsets: 0,
  };
}
