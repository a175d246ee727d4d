import { useEffect, useMemo, useState } from 'react';
import type { CollectedFiles } from '../capture/collect-files';
import { FilePickers } from '../capture/file-pickers';
import { ScreenHeading } from '../navigation/screen-heading';
import { ComparedSide, WHOLE, type SideChoice } from './compared-side';
import { Difference } from './difference';
import { listMoments, type Moment } from './moments';
import { SidePictures } from './side-pictures';
import { chooseSources, keyOfFile, keyOfKept, useSideResult, useSourceGroups, type Sources } from './sources';
import './compare.css';

/** The screen that sets two recordings, or two moments, side by side. */
export function CompareScreen({
  sources,
  keptId,
  fileIds,
  onFiles,
}: {
  readonly sources: Sources;
  /** A kept result that is to be one of the two. */
  readonly keptId: number | null;
  /** Files of the list that were given here last. */
  readonly fileIds: readonly number[];
  readonly onFiles: (collected: CollectedFiles) => void;
}) {
  const { history } = sources;
  useEffect(() => {
    void history.refresh();
  }, [history]);
  const groups = useSourceGroups(sources);
  const [keys, setKeys] = useState<readonly [string | null, string | null]>([
    keptId === null ? null : keyOfKept(keptId),
    null,
  ]);
  const [moments, setMoments] = useState<readonly [string, string]>([WHOLE, WHOLE]);
  const [seenIds, setSeenIds] = useState(fileIds);
  if (seenIds !== fileIds) {
    setSeenIds(fileIds);
    const [first, second] = fileIds.map(keyOfFile);
    if (first !== undefined) {
      const [shown] = chooseSources(groups, keys);
      // A single file is set against what is there.
      const isAgainst = second === undefined && shown !== '';
      setKeys(isAgainst ? [shown, first] : [first, second ?? null]);
      setMoments([isAgainst ? moments[0] : WHOLE, WHOLE]);
    }
  }
  const [keyA, keyB] = chooseSources(groups, keys);
  const a = useSide(sources, keyA, moments[0]);
  const b = useSide(sources, keyB, moments[1]);
  const isEmpty = keyA === '';
  return (
    <>
      <ScreenHeading>Compare</ScreenHeading>
      <FilePickers label="Add files to compare" folders="never" onFiles={onFiles}>
        <p>
          {isEmpty ? 'There is no result yet. ' : 'Choose from what was heard before. '}
          Or drop two recordings anywhere on this page, or choose them: they are heard one after the other.
        </p>
      </FilePickers>
      {!isEmpty && (
        <div className="comparison">
          {([a, b] as const).map((side, index) => (
            <ComparedSide
              key={SIDE_NAMES[index]}
              name={SIDE_NAMES[index] ?? ''}
              side={side}
              groups={groups}
              onSource={(key) => {
                setKeys(index === 0 ? [key, keyB] : [keyA, key]);
                setMoments(index === 0 ? [WHOLE, moments[1]] : [moments[0], WHOLE]);
              }}
              onMoment={(moment) => {
                setMoments(index === 0 ? [moment, moments[1]] : [moments[0], moment]);
              }}
            />
          ))}
          {a.result.status === 'ready' && b.result.status === 'ready' && (
            <>
              <Difference a={a} b={b} analyses={[a.result.analysis, b.result.analysis]} />
              {([a, b] as const).map((side, index) =>
                side.result.status === 'ready' ? (
                  <SidePictures
                    // Another recording is another view; analyses have no name of their own.
                    key={`${SIDE_NAMES[index]} ${side.sourceKey} ${side.result.analysis.durationSec}`}
                    name={SIDE_NAMES[index] ?? ''}
                    analysis={side.result.analysis}
                    audio={side.result.audio}
                    moment={side.moment}
                  />
                ) : null,
              )}
            </>
          )}
        </div>
      )}
    </>
  );
}

const SIDE_NAMES = ['A', 'B'] as const;

/** What there is of one side: the recording, its moments, the one that is chosen. */
function useSide(sources: Sources, sourceKey: string, momentKey: string): SideChoice {
  const result = useSideResult(sources, sourceKey);
  const analysis = result.status === 'ready' ? result.analysis : null;
  const moments = useMemo((): readonly Moment[] => (analysis === null ? [] : listMoments(analysis)), [analysis]);
  const moment = momentKey === WHOLE ? null : (moments[Number(momentKey)] ?? null);
  return { sourceKey, result, moments, moment, momentKey: moment === null ? WHOLE : momentKey };
}
