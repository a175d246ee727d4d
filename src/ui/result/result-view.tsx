import { memo, startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { Analysis, SpanPictures } from '../../contract/prediction';
import type { SelectionState } from '../../recognition/recognition-state';
import { ListenedPanel } from '../explain/listened-panel';
import { LogMelPicture } from '../pictures/log-mel-picture';
import { MfccPicture } from '../pictures/mfcc-picture';
import { measurePeak } from '../pictures/pooling';
import { TimeToolbar } from '../pictures/time-toolbar';
import { createTimeView } from '../pictures/time-view';
import { TimeViewContext } from '../pictures/time-view-context';
import { wholeSpan } from '../pictures/visible-span';
import { WaveformPicture } from '../pictures/waveform-picture';
import { VoiceSection } from '../voice/voice-section';
import { AudioPlayer, type PlayerHandle } from './audio-player';
import { BeforeAndAfter } from './before-and-after';
import { ProbabilityChart } from './probability-chart';
import { ResultExports } from './result-exports';
import { RunDetails } from './run-details';
import { SegmentsSection } from './segments-section';
import { SelectionSection } from './selection-section';
import { roundPart } from './selection-words';
import { usePlayhead } from './use-playhead';
import { useSharpPictures } from './use-sharp-pictures';
import { Verdict } from './verdict';
import './result.css';

/** What can still be asked of a recording whose samples are at hand. The functions keep their identity. */
export interface ResultTools {
  readonly selection: SelectionState | null;
  readonly analyseSpan: (span: TimeSpan) => void;
  readonly clearSpan: () => void;
  readonly drawSpan: (span: TimeSpan) => Promise<SpanPictures | null>;
}

/** What a result is shown of. */
interface ResultProps {
  readonly analysis: Analysis;
  /** `null` where it was not kept. */
  readonly audio: Blob | null;
  /** Whether something newer is under way or has failed meanwhile. */
  readonly earlier?: boolean;
  /** Of the code that made the analysis, where it was not this one. */
  readonly featureRevision?: number | undefined;
  /** `null` where the recording is not at hand any more. */
  readonly tools?: ResultTools | null;
  /** Where it can be compared with another, as an address. */
  readonly compareHref?: string;
  /** Where there is something to clear. */
  readonly onClear?: () => void;
}

/**
 * Everything about one analysed recording; fetched only when there is one. It stays as it is while the next recording is
 * at work, whose states come ten times a second.
 */
export const ResultView = memo(function ResultView(props: ResultProps) {
  // What is seen and marked belongs to a recording: another one is another page. Analyses have no name of their own.
  const [shown, setShown] = useState({ analysis: props.analysis, number: 0 });
  if (shown.analysis !== props.analysis) setShown({ analysis: props.analysis, number: shown.number + 1 });
  return <OneResult key={shown.number} {...props} />;
});

function OneResult({
  analysis,
  audio,
  earlier = false,
  featureRevision,
  tools = null,
  compareHref,
  onClear,
}: ResultProps) {
  const { pictures, timeline, durationSec, probabilities, model } = analysis;
  const [view] = useState(() => createTimeView(durationSec));
  const player = useRef<PlayerHandle>(null);
  const [resultElement, movePlayhead, momentSec] = usePlayhead(view);
  const play = useCallback((fromSec: number) => player.current?.play(fromSec), []);
  const onSeek = audio ? play : null;
  const analyseSpan = tools?.analyseSpan;
  const onSelect = useMemo(
    () =>
      analyseSpan
        ? (span: TimeSpan) => {
            analyseSpan(roundPart(span));
          }
        : null,
    [analyseSpan],
  );
  const selected = tools?.selection?.span ?? null;
  useEffect(() => {
    if (selected === null) view.mark(null);
    else view.reveal(selected);
  }, [view, selected]);
  const whole = useMemo(() => ({ ...wholeSpan(durationSec), ...pictures }), [durationSec, pictures]);
  const sharp = useSharpPictures(view, whole, tools?.drawSpan ?? null);
  const peak = useMemo(() => measurePeak(pictures.waveform), [pictures]);
  // What comes last on the page is rendered after the rest, in slices: all at once would be a long task. Not by
  // `useDeferredValue`: while React holds a result back for a moment, it would render it over and over.
  const [showsRest, setShowsRest] = useState(false);
  useEffect(() => {
    startTransition(() => {
      setShowsRest(true);
    });
  }, []);
  const context = useMemo(() => ({ view, onSeek, onSelect }), [view, onSeek, onSelect]);
  return (
    <TimeViewContext value={context}>
      <article className="result" aria-labelledby="result-heading" data-earlier={earlier} ref={resultElement}>
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
          {compareHref !== undefined && <a href={compareHref}>Compare with another, or two of its moments</a>}
        </div>
        <div className="panel result-pictures">
          {audio ? (
            <AudioPlayer ref={player} audio={audio} onMoment={movePlayhead} />
          ) : (
            <p className="plot-note">The recording itself was not kept.</p>
          )}
          <TimeToolbar />
          <SegmentsSection analysis={analysis} onSeek={onSeek} onSelect={onSelect} />
          <WaveformPicture pictures={sharp} peak={peak} windows={timeline} />
          {tools && onSelect && (
            <SelectionSection
              selection={tools.selection}
              uncertainBelow={model.uncertainBelow}
              onSelect={onSelect}
              onPlay={({ startSec, endSec }) => player.current?.play(startSec, endSec)}
              onClear={tools.clearSpan}
            />
          )}
          <LogMelPicture pictures={sharp} />
          <MfccPicture pictures={sharp} />
          <VoiceSection descriptors={pictures.descriptors} spans={timeline} durationSec={durationSec} />
        </div>
        {showsRest && pictures.original && (
          <BeforeAndAfter analysis={analysis} original={pictures.original} sharp={sharp} peak={peak} />
        )}
        <ListenedPanel analysis={analysis} audio={audio} momentSec={momentSec} />
      </article>
    </TimeViewContext>
  );
}
