import 'react';

declare module 'react' {
  interface InputHTMLAttributes<T> {
    /** Lets a file picker pick folders; in every desktop browser, in no version of HTML's own text yet. */
    webkitdirectory?: T extends HTMLInputElement ? '' : never;
  }
}
