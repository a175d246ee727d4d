import { loadPart } from '../../contract/errors';
import type { Analysis } from '../../contract/prediction';
import { nameAfter } from '../export/download';
import { ExportMenu, loadExports } from '../export/export-menu';

/** Saves one result as a file. */
export function ResultExports({
  analysis,
  featureRevision,
}: {
  readonly analysis: Analysis;
  /** Of the code that made it; this code's when it is not given. */
  readonly featureRevision?: number | undefined;
}) {
  return (
    <ExportMenu
      makeTable={async (kind) => {
        const { EXPORT_ENDINGS, toExported, writeResults } = await loadExports();
        return {
          fileName: nameAfter(analysis.fileName, EXPORT_ENDINGS[kind]),
          content: writeResults([toExported(analysis, featureRevision)], kind),
        };
      }}
      makePicture={async () => {
        const [{ drawResultPicture }, { toExported }] = await Promise.all([
          loadPart(() => import('../export/result-picture')),
          loadExports(),
        ]);
        return {
          fileName: nameAfter(analysis.fileName, '.png'),
          content: await drawResultPicture(analysis, toExported(analysis).segments),
        };
      }}
    />
  );
}
