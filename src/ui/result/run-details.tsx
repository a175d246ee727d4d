import type { Analysis, BackendName, BackendReason } from '../../contract/prediction';
import { formatDuration, formatMilliseconds } from '../format';
import { measureCoveredSec } from './verdict-words';

/** What ran where, in words. */
export const BACKEND_WORDS: Readonly<Record<BackendName, string>> = {
  webgl: 'WebGL (graphics processor)',
  wasm: 'WebAssembly (processor)',
};

/** Why it ran there, in words that follow those. */
const REASON_WORDS: Readonly<Record<BackendReason, string>> = {
  forced: 'the address asks for it',
  measured: 'it was measured as the faster one just now',
  remembered: 'it was measured as the faster one on an earlier visit',
  'software-renderer': 'WebGL here draws in software',
  'no-webgl': 'WebGL 2 is not available',
  'webgl-failed': 'WebGL failed on the way',
};

function describeWindows(judged: number, total: number): string {
  const averaged = judged === 1 ? '1' : `${judged}, averaged by duration`;
  return judged < total ? `${averaged}; ended before the other ${total - judged}` : averaged;
}

/** What was heard, what ran, and how long each stage took. */
export function RunDetails({ analysis }: { readonly analysis: Analysis }) {
  const { timeline, totalWindows, durationSec, backend, backendReason, timings } = analysis;
  const rows = [
    ['Recording', formatDuration(durationSec)],
    ['Speech heard', formatDuration(measureCoveredSec(timeline))],
    ['Windows', describeWindows(timeline.length, totalWindows)],
    ['Ran on', BACKEND_WORDS[backend]],
    ['Chosen because', REASON_WORDS[backendReason]],
    ['Reading', formatMilliseconds(timings.decodingMs)],
    ['Features', formatMilliseconds(timings.featuresMs)],
    ['Network', formatMilliseconds(timings.inferenceMs)],
  ] as const;
  return (
    <section
      className="run-details"
      aria-labelledby="run-heading"
      data-testid="run-details"
      data-backend={backend}
      data-backend-reason={backendReason}
    >
      <h3 id="run-heading">How it ran</h3>
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
