/** The reports of a card: which clips were judged, and what that says of other clips. */
import type { ModelCard, ProtocolRun, SplitPart, SplitSummary } from '../../contract/model-card';
import type { Report } from '../../contract/report';
import { countOf, formatCount } from '../report/figures';

/** A report with what it was measured on. */
export interface MeasuredReport {
  readonly key: string;
  readonly name: string;
  /** In whole sentences: who was judged, and how far the figures can be believed. */
  readonly meaning: string;
  readonly report: Report;
  /** How the network was trained that was judged; `null` for the validation of the weights that ship. */
  readonly run: ProtocolRun | null;
}

/** What tests there are, in the order in which they say most of a new voice. */
const TESTS = [
  {
    key: 'speakerDisjoint',
    name: 'Test: unseen speakers',
    meaning:
      'Speakers who were heard neither in training nor in any choice, scored once at the end: what to expect of a new voice. These are the weights that ship.',
  },
  {
    key: 'stratified',
    name: 'Test: stratified',
    meaning:
      'A random part of all clips, so that the same speakers are in training and test: this leaks the speakers, and flatters. It is how many published figures come about, and says little of a new voice. Another network of the same make, trained for this.',
  },
  {
    key: 'tessLeaveOneOut',
    name: 'Test: TESS without one actress',
    meaning:
      'TESS has two actresses; here the network learned without one of them and was tested on her. Another network of the same make, trained for this.',
  },
] as const;

/** All reports that the card holds, tests first. */
export function listReports(
  validation: Report | null,
  protocols: NonNullable<ModelCard['protocols']>,
): readonly MeasuredReport[] {
  const tests = TESTS.flatMap(({ key, name, meaning }) =>
    listRuns(protocols, key).map((run) => ({
      ...describeKey(key, name, run),
      meaning: `${meaning} ${describeSplit(run.split)}`,
      report: run,
      run,
    })),
  );
  if (validation === null) return tests;
  return [
    ...tests,
    {
      key: 'validation',
      name: 'Validation speakers',
      meaning:
        'Speakers who were not heard in training. But the best epoch, the temperature and the settings were chosen on them, so the figures flatter a little.',
      report: validation,
      run: null,
    },
  ];
}

/** The names of the tests that the card has no figures of. */
export function listMissingTests(protocols: NonNullable<ModelCard['protocols']>): readonly string[] {
  return TESTS.filter(({ key }) => listRuns(protocols, key).length === 0).map(({ name }) => name.replace('Test: ', ''));
}

function listRuns(
  protocols: NonNullable<ModelCard['protocols']>,
  key: (typeof TESTS)[number]['key'],
): readonly ProtocolRun[] {
  const runs = protocols[key];
  if (runs === undefined) return [];
  return 'split' in runs ? [runs] : runs;
}

function describeKey(key: string, name: string, { split }: ProtocolRun): Pick<MeasuredReport, 'key' | 'name'> {
  const { protocol } = split;
  if (protocol.name !== 'tess-leave-one-out') return { key, name };
  return { key: `${key}-${protocol.actress}`, name: `${name} (${protocol.actress})` };
}

/** How many clips and speakers played which part. */
export function describeSplit({ protocol, training, validation, test }: SplitSummary): string {
  const part = ({ clips, speakers }: SplitPart): string =>
    `${formatCount(clips)} clips of ${countOf(speakers, 'speaker')}`;
  const drawn = protocol.name === 'stratified' ? `, drawn with seed ${protocol.seed}` : '';
  return `Training: ${part(training)}; validation: ${part(validation)}; test: ${part(test)}${drawn}.`;
}
