import type { RobustnessCondition } from '../../contract/report';
import { formatShare } from './figures';
import { tabulateRobustness } from './report-tables';
import { TableView } from './table-view';

/** What becomes of the judgement when recordings are spoilt on purpose, one way at a time. */
export function RobustnessFigure({
  conditions,
  fileStem,
}: {
  readonly conditions: readonly RobustnessCondition[];
  readonly fileStem: string;
}) {
  const [first, ...spoilt] = conditions;
  const [worst] = [...spoilt].sort((one, other) => one.accuracy - other.accuracy);
  return (
    <>
      <p>
        The same recordings, each spoilt in one way.{' '}
        {first &&
          worst &&
          `Hardest is “${worst.condition}”: ${formatShare(worst.accuracy)} are judged rightly instead of ${formatShare(first.accuracy)}.`}
      </p>
      <TableView table={tabulateRobustness(conditions, fileStem)} />
    </>
  );
}
