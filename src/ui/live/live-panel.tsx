import { useState } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { LiveReading, LiveState } from '../../recognition/live-state';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { ERROR_TEXTS } from '../error-texts';
import { formatPercent } from '../format';
import { LiveBars } from './live-bars';
import { LiveTimeline } from './live-timeline';
import { announceReading, nameVerdict, NO_ANNOUNCEMENT } from './live-words';
import './live.css';

/** What is heard while the recording runs: the emotion now, all eight probabilities, and how it went so far. */
export function LivePanel({ store }: { readonly store: StoreApi<LiveState> }) {
  const state = useStore(store);
  if (state.phase === 'off') return null;
  if (state.phase === 'failed') {
    return (
      <section className="panel live-panel" aria-label="Live" data-live="failed" role="status">
        <h2 className="quiet-heading">Live result unavailable</h2>
        <p>{ERROR_TEXTS[state.error.code].title} The recording goes on; it is analysed when you stop.</p>
      </section>
    );
  }
  if (state.phase === 'loading-model') {
    return (
      <section className="panel live-panel" aria-label="Live" data-live="loading">
        <h2 className="quiet-heading">Live</h2>
        <p>
          {state.share < 1 ? `Loading the model, ${formatPercent(state.share)}.` : 'Starting the model.'} The recording
          runs already.
        </p>
      </section>
    );
  }
  const { reading, timeline, dropped, backend, model } = state;
  return (
    <section
      className="panel live-panel"
      aria-label="Live"
      data-live="listening"
      data-backend={backend}
      data-verdict={reading?.verdict}
      data-end-sec={reading?.endSec}
      data-dropped={dropped}
    >
      <h2 className="quiet-heading">Live, the last 3 seconds</h2>
      <LiveVerdictLine reading={reading} uncertainBelow={model.uncertainBelow} />
      <LiveBars probabilities={reading?.probabilities ?? null} />
      <LiveTimeline timeline={timeline} />
      <p className="live-note">
        {dropped === 0
          ? 'No window left out.'
          : `${dropped} ${dropped === 1 ? 'window' : 'windows'} left out: the one before was still being computed.`}
      </p>
      {reading !== null && <LiveAnnouncer reading={reading} />}
    </section>
  );
}

function LiveVerdictLine({
  reading,
  uncertainBelow,
}: {
  readonly reading: LiveReading | null;
  readonly uncertainBelow: number;
}) {
  const verdict = reading?.verdict ?? null;
  const hasEmotion = verdict !== null && verdict !== 'silence' && verdict !== 'uncertain';
  return (
    <p className="live-verdict" data-testid="live-verdict">
      {hasEmotion && <EmotionGlyph emotion={verdict} />}
      <span>{verdict === null ? 'Listening…' : nameVerdict(verdict)}</span>
      <small>
        {verdict === 'silence'
          ? 'nobody speaks'
          : verdict === 'uncertain'
            ? `nothing above ${formatPercent(uncertainBelow)}`
            : ''}
      </small>
    </p>
  );
}

/** Speaks the emotion to screen readers, every few seconds at most. */
function LiveAnnouncer({ reading }: { readonly reading: LiveReading }) {
  const [seen, setSeen] = useState<LiveReading | null>(null);
  const [announcement, setAnnouncement] = useState(NO_ANNOUNCEMENT);
  if (seen !== reading) {
    setSeen(reading);
    setAnnouncement(announceReading(announcement, reading));
  }
  return (
    <p className="visually-hidden" role="status">
      {announcement.text}
    </p>
  );
}
