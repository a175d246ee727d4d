import { useCallback, useRef } from 'react';
import type { Analysis } from '../../contract/prediction';
import { ListenedPanel } from '../explain/listened-panel';
import { LogMelPicture } from '../pictures/log-mel-picture';
import { MfccPicture } from '../pictures/mfcc-picture';
import { WaveformPicture } from '../pictures/waveform-picture';
import { VoiceSection } from '../voice/voice-section';
import { AudioPlayer, type PlayerHandle } from './audio-player';
import { ProbabilityChart } from './probability-chart';
import { ResultExports } from './result-exports';
import { RunDetails } from './run-details';
import { SegmentsSection } from './segments-section';
import { Verdict } from './verdict';
import './result.css';

/** Everything about one analysed recording; fetched only when there is one. */
export function ResultView({
  analysis,
  audio,
  earlier = false,
  featureRevision,
  onClear,
}: {
  readonly analysis: Analysis;
  /** `null` where it was not kept. */
  readonly audio: Blob | null;
  /** Whether something newer is under way or has failed meanwhile. */
  readonly earlier?: boolean;
  /** Of the code that made the analysis, where it was not this one. */
  readonly featureRevision?: number | undefined;
  /** Where there is something to clear. */
  readonly onClear?: () => void;
}) {
  const { pictures, timeline, durationSec, probabilities } = analysis;
  const picturesElement = useRef<HTMLDivElement>(null);
  const moment = useRef<number | null>(null);
  const movePlayhead = useCallback(
    (timeSec: number) => {
      moment.current = timeSec;
      // A custom property moves every playhead without rendering anything again.
      picturesElement.current?.style.setProperty('--playhead', String(Math.min(1, timeSec / durationSec)));
      picturesElement.current?.style.setProperty('--playhead-display', 'block');
    },
    [durationSec],
  );
  const player = useRef<PlayerHandle>(null);
  const playFrom = useCallback((timeSec: number) => player.current?.playFrom(timeSec), []);
  const onSeek = audio ? playFrom : undefined;
  return (
    <article className="result" aria-labelledby="result-heading" data-earlier={earlier}>
      <div className="panel result-words">
        <div className="result-head">
          <p className="file-name">
            {earlier && 'Earlier result: '}
            {analysis.fileName}
          </p>
          {onClear && (
            <button type="button" className="button button-small" onClick={onClear}>
              Clear
            </button>
          )}
        </div>
        <Verdict analysis={analysis} />
        <ProbabilityChart probabilities={probabilities} />
        <RunDetails analysis={analysis} />
        <ResultExports analysis={analysis} featureRevision={featureRevision} />
      </div>
      <div className="panel result-pictures" ref={picturesElement}>
        {audio ? (
          <AudioPlayer ref={player} audio={audio} onMoment={movePlayhead} />
        ) : (
          <p className="plot-note">The recording itself was not kept.</p>
        )}
        <SegmentsSection analysis={analysis} onSeek={onSeek} />
        <WaveformPicture waveform={pictures.waveform} windows={timeline} durationSec={durationSec} onSeek={onSeek} />
        <LogMelPicture logMelDb={pictures.logMelDb} durationSec={durationSec} onSeek={onSeek} />
        <MfccPicture mfcc={pictures.mfcc} durationSec={durationSec} onSeek={onSeek} />
        <VoiceSection descriptors={pictures.descriptors} spans={timeline} durationSec={durationSec} />
      </div>
      <ListenedPanel analysis={analysis} audio={audio} moment={moment} />
    </article>
  );
}
