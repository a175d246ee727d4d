import type { CertaintyReport } from '../../contract/report';
import { formatShare } from './figures';
import { ReliabilityDiagram } from './reliability-diagram';
import { tabulateBins } from './report-tables';
import { TableView } from './table-view';

/**
 * How far the probabilities can be taken at their word: a reliability diagram, the threshold below which the page says
 * "uncertain", and the same as a table.
 */
export function CertaintyFigure({
  certainty,
  fileStem,
}: {
  readonly certainty: CertaintyReport;
  readonly fileStem: string;
}) {
  const { bins, calibrationError, uncertainBelow, coverage, accuracyWhenCertain } = certainty;
  return (
    <>
      <p>
        Of the clips whose emotion got 70&nbsp;%, 70 in 100 should be judged rightly: then the dots lie on the broken
        line. Below it the network is surer than it should be. On average the dots are off by{' '}
        {(100 * calibrationError).toFixed(1)} percentage points, weighted by their clips (the expected calibration
        error: {calibrationError.toFixed(3)}).
      </p>
      <p>
        Where no emotion reaches {formatShare(uncertainBelow)}, the page says it is uncertain. {formatShare(coverage)}{' '}
        of these clips are certain, and {formatShare(accuracyWhenCertain)} of those were judged rightly.
      </p>
      <ReliabilityDiagram bins={bins} uncertainBelow={uncertainBelow} />
      <TableView table={tabulateBins(bins, fileStem)} />
    </>
  );
}
