import { isGoalMet, type Goal } from '../../contract/model-card';
import { formatShare } from '../report/figures';
import { textColumn, type FigureTable } from '../report/figure-table';
import { TableView } from '../report/table-view';
import { SectionBody } from './card-section';
import type { ReadCard } from './read-card';

/** What the weights were to reach, and what came of it. */
export function GoalsSection({ section }: { readonly section: ReadCard['sections']['goals'] }) {
  return (
    <>
      <p>
        These goals were set before the weights were trained, and none was moved afterwards. What came of them is read
        off the other sections.
      </p>
      <SectionBody section={section} missing="The record names no goals.">
        {(goals) => <TableView table={tabulateGoals(goals)} />}
      </SectionBody>
    </>
  );
}

function tabulateGoals(goals: readonly Goal[]): FigureTable<Goal> {
  return {
    caption: 'Goals, and what came of them',
    fileName: 'undertone-goals',
    rows: goals,
    columns: [
      textColumn('What', 'what', ({ what }) => what),
      {
        heading: 'Goal',
        isNumber: true,
        // Short, so that what came of it is seen on a phone.
        show: (goal) => `${goal.isAtLeast ? '≥' : '≤'} ${formatFigure(goal, goal.aim)}`,
        values: [
          ['bound', describeBound],
          ['aim', ({ aim }) => aim],
        ],
      },
      {
        heading: 'Measured',
        isNumber: true,
        show: (goal) => (goal.measured === null ? 'not measured' : formatFigure(goal, goal.measured)),
        values: [['measured', ({ measured }) => measured]],
      },
      textColumn('Came of it', 'outcome', describeOutcome),
    ],
  };
}

function describeBound({ isAtLeast }: Goal): string {
  return isAtLeast ? 'at least' : 'at most';
}

function describeOutcome(goal: Goal): string {
  const isMet = isGoalMet(goal);
  if (isMet === null) return '';
  return isMet ? 'met' : 'missed';
}

function formatFigure({ unit }: Goal, value: number): string {
  return unit === 'share' ? formatShare(value) : value.toFixed(3);
}
