/** What a reader's thread runs first: threads do not inherit the loader that lets Node run TypeScript. */
import { register } from 'tsx/esm/api';

register();
await import('./recording-reader.worker.ts');
