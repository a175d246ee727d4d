/** Hands the visitor a file made on this page; it goes to the browser's downloads and nowhere else. */
export function download(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken hold of the content by the next task.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  });
}

/** The name of what is made of a file: `speech.wav` becomes `speech.csv`, or `speech-segments.csv`. */
export function nameAfter(fileName: string, ending: string): string {
  const stem = fileName.replace(/\.[^./\\]+$/, '').replace(/[/\\:*?"<>|]/g, '-');
  return `${stem === '' ? 'undertone' : stem}${ending}`;
}
