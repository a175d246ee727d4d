import { describe, expect, it } from 'vitest';
import { formatFigure, formatTable, tidyMarkdown } from './markdown';

describe('a table', () => {
  it('has text on the left and figures on the right', async () => {
    const table = formatTable({ text: ['way'], figures: ['median ms'] }, [
      ['ours', '1.4'],
      ['theirs', '22.1'],
    ]);
    expect(await tidyMarkdown(table)).toBe(
      ['| way    | median ms |', '| ------ | --------: |', '| ours   |       1.4 |', '| theirs |      22.1 |', ''].join(
        '\n',
      ),
    );
  });
});

describe('formatFigure', () => {
  it('rounds, and shows what was not measured', () => {
    expect(formatFigure(1.25, 1)).toBe('1.3');
    expect(formatFigure(null, 1)).toBe('–');
  });
});
