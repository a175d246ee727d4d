import { useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { TimeSpan } from '../../contract/features';
import type { SelectionState } from '../../recognition/recognition-state';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { LiveBars } from '../live/live-bars';
import { useTimeView } from '../pictures/time-view-context';
import { readPart, wordSelection } from './selection-words';
import '../live/live.css';

/** A part of the recording, picked by its two ends or on a picture, judged as a recording of its own. */
export function SelectionSection({
  selection,
  uncertainBelow,
  onSelect,
  onPlay,
  onClear,
}: {
  readonly selection: SelectionState | null;
  /** As the model's card says. */
  readonly uncertainBelow: number;
  readonly onSelect: (span: TimeSpan) => void;
  readonly onPlay: (span: TimeSpan) => void;
  readonly onClear: () => void;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  return (
    <section className="selection" aria-labelledby="selection-heading" data-testid="selection">
      <h3 id="selection-heading" ref={heading} tabIndex={-1}>
        A part of it
      </h3>
      <SelectionForm onSelect={onSelect} />
      <div className="selection-words" data-status={selection?.status ?? 'none'}>
        {selection?.status === 'done' && <EmotionGlyph emotion={selection.emotion} />}
        <p role="status">{selection && wordSelection(selection, uncertainBelow)}</p>
      </div>
      {selection?.status === 'done' && <LiveBars probabilities={selection.probabilities} />}
      {selection && (
        <div className="selection-actions">
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              onPlay(selection.span);
            }}
          >
            Play the part
          </button>
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              // This button goes away; the focus would fall to the top of the page.
              heading.current?.focus({ preventScroll: true });
              onClear();
            }}
          >
            Clear the selection
          </button>
        </div>
      )}
    </section>
  );
}

/** The two ends as numbers; they follow what is dragged on a picture. */
function SelectionForm({ onSelect }: { readonly onSelect: (span: TimeSpan) => void }) {
  const { view } = useTimeView();
  const marked = useStore(view.store, (state) => state.marked);
  const [seen, setSeen] = useState<TimeSpan | null>(null);
  const [from, setFrom] = useState('0');
  const [to, setTo] = useState(() => Math.min(3, view.durationSec).toFixed(2));
  const [complaint, setComplaint] = useState<string | null>(null);
  const complaintId = useId();
  if (marked !== seen) {
    setSeen(marked);
    if (marked !== null) {
      setFrom(marked.startSec.toFixed(2));
      setTo(marked.endSec.toFixed(2));
      setComplaint(null);
    }
  }
  const submit = (): void => {
    const part = readPart(from, to, view.durationSec);
    if (typeof part === 'string') {
      setComplaint(part);
      return;
    }
    setComplaint(null);
    onSelect(part);
  };
  const fields = [
    ['From', from, setFrom],
    ['To', to, setTo],
  ] as const;
  return (
    <form
      className="selection-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {fields.map(([name, value, setValue]) => (
        <label key={name}>
          {name} (s)
          <input
            type="number"
            inputMode="decimal"
            min={0}
            max={view.durationSec}
            step={0.1}
            value={value}
            aria-invalid={complaint !== null}
            aria-describedby={complaint === null ? undefined : complaintId}
            onChange={({ currentTarget }) => {
              setValue(currentTarget.value);
            }}
          />
        </label>
      ))}
      <button type="submit" className="button button-small">
        Analyse this part
      </button>
      {complaint !== null && (
        <p id={complaintId} role="alert" className="selection-complaint">
          {complaint}
        </p>
      )}
    </form>
  );
}
