import { useRef, useState, type ReactNode } from 'react';
import { collectPicked, type CollectedFiles } from './collect-files';
import { ACCEPTED_FILES } from './media-files';
import './file-pickers.css';

/** A panel with the ways to choose recordings: several files at once, or a whole folder where the browser can pick one. */
export function FilePickers({
  label,
  folders = 'too',
  onFiles,
  children,
}: {
  /** Of the panel. */
  readonly label: string;
  /** Whether folders are wanted: mostly, as well as files, or not at all. */
  readonly folders?: 'mostly' | 'too' | 'never';
  readonly onFiles: (collected: CollectedFiles) => void;
  /** Stands before the buttons. */
  readonly children?: ReactNode;
}) {
  const filesPicker = useRef<HTMLInputElement>(null);
  const folderPicker = useRef<HTMLInputElement>(null);
  // Phones have no folders to pick.
  const [canPickFolders] = useState(() => 'webkitdirectory' in HTMLInputElement.prototype);
  const takesFolders = canPickFolders && folders !== 'never';
  const take = (input: HTMLInputElement, collect: (files: readonly File[]) => CollectedFiles): void => {
    const files = [...(input.files ?? [])];
    // Emptied, so that choosing the same files again counts as a choice.
    input.value = '';
    if (files.length > 0) onFiles(collect(files));
  };
  const folderIsFirst = takesFolders && folders === 'mostly';
  return (
    <section className="panel file-pickers" aria-label={label}>
      {children}
      <div className="file-pickers-buttons">
        {folderIsFirst && (
          <button type="button" className="button button-primary" onClick={() => folderPicker.current?.click()}>
            Choose a folder
          </button>
        )}
        <button
          type="button"
          className={folderIsFirst ? 'button' : 'button button-primary'}
          onClick={() => filesPicker.current?.click()}
        >
          Choose files
        </button>
        {takesFolders && !folderIsFirst && (
          <button type="button" className="button" onClick={() => folderPicker.current?.click()}>
            Choose a folder
          </button>
        )}
      </div>
      <input
        ref={filesPicker}
        className="visually-hidden"
        type="file"
        multiple
        accept={ACCEPTED_FILES}
        aria-label="Audio files"
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          take(currentTarget, (files) => ({ files: files.map((file) => ({ file, path: file.name })), leftOut: 0 }));
        }}
      />
      {takesFolders && (
        <input
          ref={folderPicker}
          className="visually-hidden"
          type="file"
          webkitdirectory=""
          aria-label="Folder of audio files"
          tabIndex={-1}
          onChange={({ currentTarget }) => {
            take(currentTarget, collectPicked);
          }}
        />
      )}
    </section>
  );
}
