import { useMemo } from 'react';
import { FEATURE_CONFIG } from '../../contract/features';
import type { Analysis, OriginalPictures, SpanPictures } from '../../contract/prediction';
import { formatDuration } from '../format';
import { joinSpans } from '../pictures/network-picture';
import { NetworkSpectrogram, NetworkWaveform } from '../pictures/network-pictures';
import { OriginalSpectrogram, OriginalWaveform } from '../pictures/original-pictures';
import { describeChanges } from './change-words';
import { measureCoveredSec } from './verdict-words';

/** The recording as it came and as the network gets it, side by side, and in words what was done in between. */
export function BeforeAndAfter({
  analysis: { pictures, timeline, durationSec },
  original,
  sharp,
  peak,
}: {
  readonly analysis: Pick<Analysis, 'pictures' | 'timeline' | 'durationSec'>;
  readonly original: OriginalPictures;
  /** Of what is seen, as fine as there are. */
  readonly sharp: SpanPictures;
  /** At the model's rate, of the whole recording. */
  readonly peak: number;
}) {
  const speech = useMemo(() => joinSpans(timeline), [timeline]);
  const changes = describeChanges(original, {
    durationSec,
    speechSec: measureCoveredSec(timeline),
    windows: timeline.length,
  });
  const leftOut = formatDuration(Math.max(0, durationSec - measureCoveredSec(timeline)));
  return (
    <section className="panel before-and-after" aria-labelledby="before-heading" data-testid="before-and-after">
      <h3 id="before-heading">Before and after</h3>
      <div className="before-pictures">
        <h4>As it came</h4>
        <OriginalWaveform original={original} />
        <OriginalSpectrogram original={original} />
      </div>
      <div className="after-pictures">
        <h4>As the network gets it</h4>
        <NetworkWaveform pictures={sharp} peak={peak} speech={speech} leftOut={leftOut} />
        <NetworkSpectrogram whole={pictures.logMelDb} pictures={sharp} speech={speech} />
      </div>
      <div className="change-words">
        <table>
          <caption className="visually-hidden">What was done to the recording</caption>
          <thead>
            <tr>
              <th scope="col">What changed</th>
              <th scope="col">As it came</th>
              <th scope="col">As the network gets it</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ name, before, after }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          The network reads windows of at most {FEATURE_CONFIG.windowSec} s and standardises each by itself; here every
          stretch of speech is. The recording as it came is drawn once, while it is read: looked at closely, it stays as
          coarse as it is.
        </p>
      </div>
    </section>
  );
}
