import { useStore } from 'zustand';
import type { TimeSpan } from '../../contract/features';
import { formatMoment } from '../format';
import type { ViewStep } from './time-view';
import { useTimeView } from './time-view-context';
import { fitSpan, isWhole, measureSpan } from './visible-span';

/** Which part of the recording the pictures show, and how to show another: buttons, and a bar to scroll. */
export function TimeToolbar() {
  const { view, onSelect } = useTimeView();
  const { visible, told, dragMarks } = useStore(view.store);
  const showsAll = isWhole(visible, view.durationSec);
  return (
    <div className="time-toolbar" role="group" aria-label="What the pictures show">
      <div className="time-buttons">
        <StepButton step="closer" name="Zoom in" />
        <StepButton step="further" name="Zoom out" isIdle={showsAll} />
        <StepButton step="whole" name="Whole recording" isIdle={showsAll} />
        {onSelect && (
          <button
            type="button"
            className="button button-small"
            aria-pressed={dragMarks}
            onClick={() => {
              view.setDragMarks(!dragMarks);
            }}
          >
            Select by dragging
          </button>
        )}
      </div>
      <ScrollBar />
      <p className="time-shown">
        Shown: {showsAll ? 'the whole recording' : describeSpan(visible)}
        <span className="visually-hidden" role="status">
          {told && `Shown: ${describeSpan(told)}`}
        </span>
      </p>
      <details>
        <summary>How to look closer</summary>
        <ul>
          <li>
            Mouse: Ctrl or ⌘ and the wheel zoom, dragging moves, a wheel sideways or with Shift moves. The plain wheel
            scrolls the page.
          </li>
          <li>Touch: two fingers zoom, one moves sideways; up and down scroll the page.</li>
          <li>Keyboard, on a picture: + and − zoom, 0 shows all, arrows, Home and End move.</li>
          {onSelect && (
            <li>Drag with Shift, or with “Select by dragging” switched on, to pick a part: it is judged by itself.</li>
          )}
        </ul>
      </details>
    </div>
  );
}

/** A span in words. */
export function describeSpan({ startSec, endSec }: TimeSpan): string {
  return `${formatMoment(startSec)} to ${formatMoment(endSec)}`;
}

function StepButton({
  step,
  name,
  isIdle = false,
}: {
  readonly step: ViewStep;
  readonly name: string;
  readonly isIdle?: boolean;
}) {
  const { view } = useTimeView();
  return (
    <button
      type="button"
      className="button button-small"
      // Not `disabled`, which would take the focus away from it.
      aria-disabled={isIdle}
      onClick={() => {
        view.step(step);
      }}
    >
      {name}
    </button>
  );
}

/** Where the visible part begins. There is nothing to scroll while all is seen. */
function ScrollBar() {
  const { view } = useTimeView();
  const visible = useStore(view.store, (state) => state.visible);
  const lengthSec = measureSpan(visible);
  const isIdle = isWhole(visible, view.durationSec);
  return (
    <input
      type="range"
      className="time-scroll"
      aria-label="Scroll through the recording"
      aria-valuetext={describeSpan(visible)}
      disabled={isIdle}
      min={0}
      max={Math.max(0, view.durationSec - lengthSec)}
      step={lengthSec / 50}
      value={visible.startSec}
      onChange={({ currentTarget }) => {
        view.show(fitSpan(Number(currentTarget.value), lengthSec, view.durationSec));
      }}
    />
  );
}
