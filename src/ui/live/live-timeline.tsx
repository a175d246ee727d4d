import { useCallback } from 'react';
import type { LiveStretch } from '../../recognition/live-timeline';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { LANES, nameLane, paintLanes } from '../emotions/lanes';
import { formatClock } from '../format';
import { useCanvas } from '../pictures/use-canvas';
import { nameVerdict, summariseTimeline } from './live-words';

/** The picture is at least this long, so that the first seconds do not fill it. */
const SHORTEST_SEC = 30;
/** Rows of the table: what is further back is in the result after the recording. */
const TABLE_ROWS = 20;

/** Which emotion was heard when: a row for each, so that its place tells as much as its colour; silence is empty. */
export function LiveTimeline({ timeline }: { readonly timeline: readonly LiveStretch[] }) {
  const endSec = Math.max(SHORTEST_SEC, timeline.at(-1)?.endSec ?? 0);
  const canvas = useCanvas(
    useCallback(
      (context: CanvasRenderingContext2D, width: number, height: number) => {
        const stretches = timeline.flatMap(({ verdict, ...span }) =>
          verdict === 'silence' ? [] : [{ ...span, lane: verdict }],
        );
        paintLanes(context, width, height, stretches, { startSec: 0, endSec });
      },
      [timeline, endSec],
    ),
  );
  return (
    <div className="live-timeline">
      <h3 className="quiet-heading">So far</h3>
      <div className="live-roll">
        <ul aria-hidden="true">
          {LANES.map((lane) => (
            <li key={lane}>
              {lane !== 'uncertain' && <EmotionGlyph emotion={lane} />}
              {nameLane(lane)}
            </li>
          ))}
        </ul>
        <canvas ref={canvas} role="img" aria-label={`Timeline: ${summariseTimeline(timeline)}`} />
        <p className="live-axis" aria-hidden="true">
          <span>{formatClock(0)}</span>
          <span>{formatClock(endSec)}</span>
        </p>
      </div>
      <details>
        <summary>Show as a table</summary>
        <table>
          <caption className="visually-hidden">The latest stretches, newest first</caption>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">To</th>
              <th scope="col">Heard</th>
            </tr>
          </thead>
          <tbody>
            {timeline
              .slice(-TABLE_ROWS)
              .reverse()
              .map(({ startSec, endSec: stretchEndSec, verdict }) => (
                <tr key={startSec}>
                  <td>{formatClock(startSec)}</td>
                  <td>{formatClock(stretchEndSec)}</td>
                  <th scope="row">{nameVerdict(verdict)}</th>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
