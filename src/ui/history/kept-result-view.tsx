import { useEffect, useState } from 'react';
import type { History } from '../../storage/history';
import type { KeptResult } from '../../storage/history-entry';
import { ScreenHeading } from '../navigation/screen-heading';
import { toHash } from '../navigation/route';
import { ResultView } from '../result/result-view';

/** A kept result, as it was when it was new. */
export function KeptResultView({ history, id }: { readonly history: History; readonly id: number }) {
  const [result, setResult] = useState<KeptResult | null | 'reading'>('reading');
  useEffect(() => {
    let wanted = true;
    void history.read(id).then((read) => {
      if (wanted) setResult(read);
    });
    return () => {
      wanted = false;
    };
  }, [history, id]);
  const when = result === 'reading' || result === null ? null : new Date(result.entry.keptAtMs);
  return (
    <>
      <div className="screen-head">
        <ScreenHeading>
          {when === null ? 'A kept result' : `Kept on ${when.toLocaleDateString(undefined, { dateStyle: 'long' })}`}
        </ScreenHeading>
        <a href={toHash({ page: 'history', id: null })}>Back to the history</a>
      </div>
      {result === null && <p className="panel">This result is not kept any more.</p>}
      {result !== null && result !== 'reading' && (
        <ResultView
          analysis={result.analysis}
          audio={result.audio}
          featureRevision={result.entry.featureRevision}
          compareHref={toHash({ page: 'compare', id })}
        />
      )}
    </>
  );
}
