/** Emotions over time, a lane for each: a stretch is told by its place as well as by its colour. */
import { EMOTIONS, type Emotion } from '../../contract/emotions';
import type { TimeSpan } from '../../contract/features';
import { EMOTION_WORDS } from './emotion-words';

/** What a lane stands for. */
export type Lane = Emotion | 'uncertain';

/** All lanes, from the top down. */
export const LANES: readonly Lane[] = [...EMOTIONS, 'uncertain'];

/** A stretch of speech in its lane; silence is in none. */
export interface LaneStretch extends TimeSpan {
  readonly lane: Lane;
}

/** What a lane is called. */
export function nameLane(lane: Lane): string {
  return lane === 'uncertain' ? 'Uncertain' : EMOTION_WORDS[lane].label;
}

/** Paints what is visible of stretches over a whole canvas, in the colours of the theme; every other lane is shaded. */
export function paintLanes(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  stretches: readonly LaneStretch[],
  visible: TimeSpan,
): void {
  const style = getComputedStyle(context.canvas);
  const laneHeight = height / LANES.length;
  const pixelsPerSec = width / (visible.endSec - visible.startSec);
  context.clearRect(0, 0, width, height);
  context.fillStyle = style.getPropertyValue('--track');
  for (let lane = 0; lane < LANES.length; lane += 2) context.fillRect(0, lane * laneHeight, width, laneHeight);
  for (const { startSec, endSec, lane } of stretches) {
    if (endSec < visible.startSec || startSec > visible.endSec) continue;
    const left = (startSec - visible.startSec) * pixelsPerSec;
    const right = (endSec - visible.startSec) * pixelsPerSec;
    context.fillStyle = style.getPropertyValue(lane === 'uncertain' ? '--ink-soft' : `--emotion-${lane}`);
    context.fillRect(left, (LANES.indexOf(lane) + 0.2) * laneHeight, Math.max(1, right - left), 0.6 * laneHeight);
  }
}
