import { useEffect, useRef } from 'react';
import { formatBytes } from '../format';

/** A link that saves a recording as a file. */
export function SaveLink({ file }: { readonly file: File }) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(file);
    if (link.current) link.current.href = url;
    return () => {
      URL.revokeObjectURL(url);
    };
  }, [file]);
  return (
    <a ref={link} className="button" href="#save" download={nameRecording(file)}>
      Save the recording (WAV, {formatBytes(file.size)})
    </a>
  );
}

/** With its time, so that several can lie in one folder. */
function nameRecording({ lastModified }: File): string {
  const time = new Date(lastModified - 60_000 * new Date(lastModified).getTimezoneOffset()).toISOString();
  return `undertone-${time.slice(0, 19).replace('T', '-').replaceAll(':', '-')}.wav`;
}
