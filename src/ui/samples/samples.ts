/** The recordings that come with the page (`public/samples`): a synthesiser's, which claim no emotion. */
export const SAMPLES = [
  { fileName: 'level.flac', name: 'An even voice' },
  { fileName: 'lively.flac', name: 'A lively voice' },
  { fileName: 'slow.flac', name: 'A slow, deep voice' },
  { fileName: 'hurried.flac', name: 'A hurried voice' },
] as const;

/** One of them. */
export type Sample = (typeof SAMPLES)[number];

/**
 * Fetches a sample as a file, as if the visitor had chosen it.
 *
 * @throws when it does not arrive
 */
export async function fetchSample({ fileName }: Sample): Promise<File> {
  const response = await fetch(new URL(`samples/${fileName}`, document.baseURI));
  if (!response.ok) throw new Error(`Expected the sample ${fileName}, the server answered ${response.status}.`);
  return new File([await response.blob()], fileName, { type: 'audio/flac' });
}
