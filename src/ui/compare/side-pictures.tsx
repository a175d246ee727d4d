import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Analysis } from '../../contract/prediction';
import { summariseSegments } from '../../recognition/find-emotion-segments';
import { findSegments } from '../../recognition/find-segments';
import { EmotionLanes } from '../emotions/emotion-lanes';
import { describeShares } from '../emotions/segment-lanes';
import { LogMelPicture } from '../pictures/log-mel-picture';
import { measurePeak } from '../pictures/pooling';
import { createTimeView } from '../pictures/time-view';
import { TimeViewContext } from '../pictures/time-view-context';
import { fitSpan, measureSpan, wholeSpan } from '../pictures/visible-span';
import { WaveformPicture } from '../pictures/waveform-picture';
import { AudioPlayer, type PlayerHandle } from '../result/audio-player';
import { usePlayhead } from '../result/use-playhead';
import type { Moment } from './moments';

/** How much of its own length a moment is shown with before and after it. */
const MARGIN_SHARE = 0.5;

/** The pictures of one side: emotions over time where there are several, waveform, spectrogram; a chosen moment is marked. */
export function SidePictures({
  name,
  analysis,
  audio,
  moment,
}: {
  /** `A` or `B`. */
  readonly name: string;
  readonly analysis: Analysis;
  readonly audio: Blob | null;
  readonly moment: Moment | null;
}) {
  const { pictures, timeline, durationSec } = analysis;
  const [view] = useState(() => createTimeView(durationSec));
  const player = useRef<PlayerHandle>(null);
  const [element, movePlayhead] = usePlayhead(view);
  useEffect(() => {
    view.mark(moment);
    view.show(moment === null ? wholeSpan(durationSec) : showAround(moment, durationSec));
  }, [view, moment, durationSec]);
  const onSeek = useCallback((fromSec: number) => player.current?.play(fromSec), []);
  const context = useMemo(() => ({ view, onSeek: audio ? onSeek : null, onSelect: null }), [view, audio, onSeek]);
  const whole = useMemo(() => ({ ...wholeSpan(durationSec), ...pictures }), [durationSec, pictures]);
  const peak = useMemo(() => measurePeak(pictures.waveform), [pictures]);
  return (
    <TimeViewContext value={context}>
      <section className="panel side-pictures" aria-label={`Pictures of ${name}`} ref={element}>
        <h3 className="side-name" aria-hidden="true">
          {name}
        </h3>
        {audio && <AudioPlayer ref={player} audio={audio} onMoment={movePlayhead} />}
        <Lanes analysis={analysis} />
        <WaveformPicture pictures={whole} peak={peak} windows={timeline} />
        <LogMelPicture pictures={whole} />
      </section>
    </TimeViewContext>
  );
}

function showAround(moment: Moment, durationSec: number) {
  const marginSec = MARGIN_SHARE * measureSpan(moment);
  return fitSpan(moment.startSec - marginSec, measureSpan(moment) + 2 * marginSec, durationSec);
}

/** Emotions over time; nothing where all is one segment. */
function Lanes({ analysis }: { readonly analysis: Analysis }) {
  const segments = useMemo(() => findSegments(analysis), [analysis]);
  if (segments.length < 2) return null;
  return <EmotionLanes segments={segments} shares={describeShares(summariseSegments(segments))} />;
}
