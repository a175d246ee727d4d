import type { CorpusName } from '../../contract/report';

/** How the corpora are written by those who made them. */
export const CORPUS_WORDS: Readonly<Record<CorpusName, string>> = {
  ravdess: 'RAVDESS',
  tess: 'TESS',
  'crema-d': 'CREMA-D',
  savee: 'SAVEE',
  'emo-db': 'Emo-DB',
  folder: 'Folder of recordings',
};

/** A corpus by its name; what is not known keeps the one it has. */
export function nameCorpus(name: string): string {
  return Object.entries(CORPUS_WORDS).find(([known]) => known === name)?.[1] ?? name;
}
