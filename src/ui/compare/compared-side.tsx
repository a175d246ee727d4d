import type { Analysis } from '../../contract/prediction';
import { EmotionGlyph } from '../emotions/emotion-glyph';
import { ERROR_TEXTS } from '../error-texts';
import { formatDuration } from '../format';
import { wordVerdict } from '../result/verdict-words';
import type { Moment } from './moments';
import type { SideResult, SourceGroups, SourceOption } from './sources';

/** The key of no moment. */
export const WHOLE = 'whole';

/** What is compared on one side. */
export interface SideChoice {
  readonly sourceKey: string;
  readonly result: SideResult;
  readonly moments: readonly Moment[];
  /** `null` for the whole recording. */
  readonly moment: Moment | null;
  readonly momentKey: string;
}

/** Eight probabilities: of the moment, or of the whole recording. */
export function probabilitiesOf({ moment }: Pick<SideChoice, 'moment'>, analysis: Analysis): readonly number[] {
  return moment?.probabilities ?? analysis.probabilities;
}

/** One side: which recording, which moment of it, and what was heard. */
export function ComparedSide({
  name,
  side,
  groups,
  onSource,
  onMoment,
}: {
  /** `A` or `B`. */
  readonly name: string;
  readonly side: SideChoice;
  readonly groups: SourceGroups;
  readonly onSource: (key: string) => void;
  readonly onMoment: (key: string) => void;
}) {
  const { sourceKey, result, moments, momentKey } = side;
  return (
    <section className="panel compared-side" aria-label={`Side ${name}`} data-side={name} data-status={result.status}>
      <h3 className="side-name" aria-hidden="true">
        {name}
      </h3>
      <label>
        Recording
        <select
          value={sourceKey}
          onChange={({ currentTarget }) => {
            onSource(currentTarget.value);
          }}
        >
          <OptionGroup label="On the start screen" options={groups.present} />
          <OptionGroup label="Many files" options={groups.files} />
          <OptionGroup label="History" options={groups.kept} />
        </select>
      </label>
      {moments.length > 0 && (
        <label>
          Moment
          <select
            value={momentKey}
            onChange={({ currentTarget }) => {
              onMoment(currentTarget.value);
            }}
          >
            <option value={WHOLE}>The whole recording</option>
            {moments.map(({ name: momentName }, index) => (
              <option key={index} value={String(index)}>
                {momentName}
              </option>
            ))}
          </select>
        </label>
      )}
      <Heard side={side} />
    </section>
  );
}

function OptionGroup({ label, options }: { readonly label: string; readonly options: readonly SourceOption[] }) {
  if (options.length === 0) return null;
  return (
    <optgroup label={label}>
      {options.map(({ key, fileName, detail }) => (
        <option key={key} value={key}>
          {detail === '' ? fileName : `${fileName} (${detail})`}
        </option>
      ))}
    </optgroup>
  );
}

function Heard({ side }: { readonly side: SideChoice }) {
  const { result } = side;
  switch (result.status) {
    case 'waiting':
      return <p role="status">{result.words}…</p>;
    case 'gone':
      return <p role="alert">This recording is not here any more. Choose another one.</p>;
    case 'failed':
      return (
        <p role="alert" data-error-code={result.error.code}>
          <strong>{ERROR_TEXTS[result.error.code].title}</strong> {ERROR_TEXTS[result.error.code].advice}
        </p>
      );
    case 'ready':
      return <ShortVerdict side={side} analysis={result.analysis} />;
  }
}

function ShortVerdict({ side, analysis }: { readonly side: SideChoice; readonly analysis: Analysis }) {
  const { durationSec, model, timeline, totalWindows } = analysis;
  const words = wordVerdict(probabilitiesOf(side, analysis), model.uncertainBelow);
  const { startSec, endSec } = side.moment ?? { startSec: 0, endSec: durationSec };
  const parts = [formatDuration(endSec - startSec)];
  if (side.moment) parts[0] = `${parts[0] ?? ''} of ${formatDuration(durationSec)}`;
  if (timeline.length < totalWindows) parts.push('judged in part');
  return (
    <div className="side-verdict" data-testid="side-verdict" data-emotion={words.emotion}>
      <p className="file-name">
        {analysis.fileName}, {parts.join(', ')}
      </p>
      <p className="side-emotion">
        <EmotionGlyph emotion={words.emotion} />
        <span>
          {words.opening} <strong>{words.adjective}</strong>: {words.share}
        </span>
      </p>
      <p className="side-explanation">{words.explanation}</p>
    </div>
  );
}
