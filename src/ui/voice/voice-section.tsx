import { useMemo } from 'react';
import type { TimeSpan } from '../../contract/features';
import type { VoiceDescriptors } from '../../contract/prediction';
import { traceDescriptor } from './trace-descriptor';
import './voice.css';

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

function formatWhole(value: number): string {
  return wholeNumber.format(value).replace('-', '−');
}

const ROWS = [
  { key: 'loudnessDbfs', name: 'Loudness', unit: 'dBFS', note: '0 is the loudest a recording can hold' },
  { key: 'centroidHz', name: 'Brightness', unit: 'Hz', note: 'where the sound has its weight' },
  { key: 'zeroCrossingsPerSec', name: 'Zero crossings', unit: 'per second', note: 'many in hisses, few in vowels' },
] as const;

/** Loudness, brightness and zero crossings: the median while somebody speaks and a line over the whole recording. */
export function VoiceSection({
  descriptors,
  spans,
  durationSec,
}: {
  readonly descriptors: VoiceDescriptors;
  /** Where somebody speaks. */
  readonly spans: readonly TimeSpan[];
  readonly durationSec: number;
}) {
  const rows = useMemo(
    () =>
      ROWS.map((row) => ({
        ...row,
        trace: traceDescriptor(descriptors[row.key], descriptors.hopSec, durationSec, spans),
      })),
    [descriptors, spans, durationSec],
  );
  return (
    <section className="voice" aria-labelledby="voice-heading">
      <h3 id="voice-heading">The voice</h3>
      <p>Medians of the speech. The network does not read them.</p>
      {rows.map(({ key, name, unit, note, trace }) => (
        <div className="voice-row" key={key}>
          <p>
            <span>
              <strong>{name}</strong> <span className="voice-note">{note}</span>
            </span>
            <span className="voice-median">{trace ? `${formatWhole(trace.median)} ${unit}` : 'not measured'}</span>
          </p>
          {trace && (
            <div className="voice-line">
              <svg
                viewBox="0 -0.05 1 1.1"
                preserveAspectRatio="none"
                role="img"
                aria-label={`${name} over time, between ${formatWhole(trace.low)} and ${formatWhole(trace.high)} ${unit}.`}
              >
                <path d={trace.path} />
              </svg>
              <span className="playhead" aria-hidden="true" />
            </div>
          )}
        </div>
      ))}
    </section>
  );
}
