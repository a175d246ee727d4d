import { Suspense, lazy, use, useState, type RefObject } from 'react';
import type { Analysis } from '../../contract/prediction';
import { ChunkBoundary } from '../app/chunk-boundary';
import { ExplainContext } from './explain-context';
import './explain.css';

const ListenedView = lazy(async () => ({ default: (await import('./listened-view')).ListenedView }));

/** What the network listened to in a result: closed at first, since it starts a network of its own. */
export function ListenedPanel({
  analysis,
  audio,
  momentSec,
}: {
  readonly analysis: Analysis;
  /** `null` where it was not kept. */
  readonly audio: Blob | null;
  /** Where the player is. */
  readonly momentSec: RefObject<number>;
}) {
  const tools = use(ExplainContext);
  const [isOpen, setIsOpen] = useState(false);
  if (tools === null || analysis.timeline.length === 0) return null;
  return (
    <section className="panel listened" aria-labelledby="listened-heading" data-testid="listened">
      <div className="listened-head">
        <h2 id="listened-heading">What it listened to</h2>
        {audio && (
          <button
            type="button"
            className="button button-small"
            aria-expanded={isOpen}
            onClick={() => {
              setIsOpen(!isOpen);
            }}
          >
            {isOpen ? 'Close' : 'Look inside'}
          </button>
        )}
      </div>
      {!isOpen && (
        <p className="listened-lead">
          {audio
            ? 'Where the deformable kernels sampled one window of this recording, and which parts of the sound carried the decision. Computed here, on request.'
            : 'Looking inside needs the recording itself, which was not kept.'}
        </p>
      )}
      {isOpen && audio && (
        <ChunkBoundary>
          <Suspense fallback={<p>Opening…</p>}>
            <ListenedView tools={tools} analysis={analysis} audio={audio} momentSec={momentSec} />
          </Suspense>
        </ChunkBoundary>
      )}
    </section>
  );
}
