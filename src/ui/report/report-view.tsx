import type { Report } from '../../contract/report';
import { CertaintyFigure } from './certainty-figure';
import { Heading, type HeadingLevel } from './heading';
import { ReportScores } from './report-scores';
import { RobustnessFigure } from './robustness-figure';

/**
 * Everything that a report holds: scores, confusion matrix, and where they were measured calibration and robustness.
 * Every table can be saved as CSV.
 *
 * @param fileStem begins the names of the CSV files
 * @param level of the headings
 */
export function ReportView({
  report,
  fileStem,
  level,
}: {
  readonly report: Report;
  readonly fileStem: string;
  readonly level: HeadingLevel;
}) {
  return (
    <div className="report">
      <ReportScores report={report} fileStem={fileStem} level={level} />
      {report.certainty && (
        <>
          <Heading level={level}>What its percentages are worth</Heading>
          <CertaintyFigure certainty={report.certainty} fileStem={fileStem} />
        </>
      )}
      {report.robustness && report.robustness.length > 0 && (
        <>
          <Heading level={level}>Spoilt recordings</Heading>
          <RobustnessFigure conditions={report.robustness} fileStem={fileStem} />
        </>
      )}
    </div>
  );
}
