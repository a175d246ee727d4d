import { describe, expect, it } from 'vitest';
import { replaceTables } from './last-tables';

const TITLES = ['One', 'Two', 'Three'];
const README = [
  '# Bench',
  '',
  'Text.',
  '',
  '## Last tables',
  '',
  'this machine',
  '',
  '### Two',
  '',
  'old two',
  '',
].join('\n');

describe('replaceTables', () => {
  it('replaces what was run, keeps the rest, in the order of the sections', () => {
    const sections = [
      { title: 'Three', markdown: 'new three' },
      { title: 'One', markdown: 'new one' },
    ];
    expect(replaceTables(README, { machine: 'this machine', sections }, TITLES)).toBe(
      [
        '# Bench\n\nText.\n\n## Last tables\n\nthis machine\n',
        '### One\n\nnew one\n',
        '### Two\n\nold two\n',
        '### Three\n\nnew three\n',
      ].join('\n'),
    );
  });

  it('writes its own output anew', () => {
    const tables = { machine: 'this machine', sections: [{ title: 'Two', markdown: '| a |\n| - |\n| 1 |' }] };
    const once = replaceTables(README, tables, TITLES);
    expect(once).not.toContain('old two');
    expect(replaceTables(once, tables, TITLES)).toBe(once);
  });

  it('never mixes two machines', () => {
    const other = (title: string) => ({ machine: 'other machine', sections: [{ title, markdown: 'new' }] });
    expect(() => replaceTables(README, other('One'), TITLES)).toThrow('tables of another machine (this machine)');
    expect(replaceTables(README, other('Two'), TITLES)).toContain('other machine\n\n### Two\n\nnew\n');
  });

  it('drops sections that are no more, and wants its heading', () => {
    const tables = { machine: 'this machine', sections: [{ title: 'One', markdown: 'new' }] };
    expect(replaceTables(README, tables, ['One'])).not.toContain('Two');
    expect(() => replaceTables('# Bench\n', tables, TITLES)).toThrow('## Last tables');
  });
});
