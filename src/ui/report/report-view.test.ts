import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { Report } from '../../contract/report';
import { ReportView } from './report-view';
import { TEST_REPORT } from './test-report';

/** What a report looks like before anybody has chosen anything. */
function render(report: Report): string {
  return renderToStaticMarkup(createElement(ReportView, { report, fileStem: 'evaluation', level: 4 }));
}

function listTables(markup: string): string[] {
  return [...markup.matchAll(/data-table="([^"]+)"/g)].map(([, name]) => name ?? '');
}

it('shows everything that was measured, each with its table', () => {
  const markup = render(TEST_REPORT);
  expect(listTables(markup)).toEqual([
    'evaluation-overview',
    'evaluation-emotions',
    'evaluation-confusion',
    'evaluation-calibration',
    'evaluation-robustness',
  ]);
  expect(markup).toContain('Sad for Angry, 2 of 4 clips');
  expect(markup).toContain('Not among these clips: Calm, Disgust, Fear, Happy, Neutral, Surprised.');
});

it('leaves out what was not measured', () => {
  const bare: Report = { ...TEST_REPORT, robustness: [] };
  delete (bare as { certainty?: unknown }).certainty;
  const markup = render(bare);
  expect(listTables(markup)).toEqual(['evaluation-overview', 'evaluation-emotions', 'evaluation-confusion']);
  expect(markup).not.toMatch(/percentages are worth|Spoilt|NaN|undefined/);
});

it.each([
  [{ ...TEST_REPORT, bootstrap: { over: 'clips' as const, accuracy: 0, uar: 0, macroF1: 0 } }, 'heard in training'],
  [{ ...TEST_REPORT, speakers: 0 }, 'whose voices they are is not known'],
  [TEST_REPORT, 'of fewer than five speakers'],
])('says what its intervals are of (%#)', (report, words) => {
  expect(render(report)).toContain(words);
});
