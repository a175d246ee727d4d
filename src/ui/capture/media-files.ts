/** Which files may hold sound, by what their names say. */

const ENDINGS = ['wav', 'mp3', 'm4a', 'aac', 'flac', 'ogg', 'oga', 'opus', 'webm', 'mp4', 'mov'];

/** For the `accept` of a file picker. */
export const ACCEPTED_FILES = ['audio/*', 'video/*', ...ENDINGS.map((ending) => `.${ending}`)].join(',');

/** Whether a file of a folder is worth reading; folders also hold pictures, texts and what systems hide in them. */
export function mayHoldSound({ name, type }: Pick<File, 'name' | 'type'>): boolean {
  if (name.startsWith('.')) return false;
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  return /^(audio|video)\//.test(type) || ENDINGS.includes(ending);
}
