/** The model card for people, made of `model-card.json` alone: what the card does not hold is said to be missing. */
import { EMOTIONS } from '../../contract/emotions';
import {
  isGoalMet,
  type Goal,
  type ModelCard,
  type ProtocolRun,
  type SplitPart,
  type SplitSummary,
  type TrainingRun,
} from '../../contract/model-card';
import type { CertaintyReport } from '../../contract/report';
import { formatComparison } from './ablation-section';
import { formatCount, formatList, formatShare, formatTable } from './markdown';
import { formatReportSection } from './report-section';

/** Writes the card as Markdown, unformatted. */
export function formatCardDocument(card: ModelCard): string {
  const sections = [
    formatHead(card),
    formatUse(card),
    formatGoals(card),
    formatData(card),
    formatSplits(card),
    formatTraining(card),
    formatValidation(card),
    formatProtocols(card),
    formatAblation(card),
    formatDeformation(card),
    formatCalibration(card),
    formatRobustness(card),
    formatNotSpeech(card),
    formatPublished(card),
  ];
  return `${sections.flat().join('\n').trimEnd()}\n`;
}

const NOT_MEASURED = 'Not measured yet for these weights.';

function formatHead({ version, weights, emotions }: ModelCard): string[] {
  return [
    '<!-- Made from public/model/model-card.json by `npm run model-card`: change that, not this. -->',
    '',
    '# Model card',
    '',
    `Version ${version}. A deformable convolutional network that reads pictures of the voice and gives probabilities of ` +
      `${emotions.length} emotions: ${emotions.join(', ')}. ${formatCount(weights.parameters)} parameters, ` +
      `${formatCount(Math.round(weights.bytes / 1000))} kB to load.`,
    '',
    'UAR is the unweighted average recall over the emotions that occur. Intervals are 95 %, by bootstrap over speakers ' +
      'unless something else is said: of fewer than five speakers, read them as a range.',
    '',
  ];
}

function formatUse({ use }: ModelCard): string[] {
  if (!use) return [];
  return [
    '## Intended use',
    '',
    ...formatList(use.intended),
    '## Misuse',
    '',
    ...formatList(use.misuse),
    '## Limits',
    '',
    ...formatList(use.limits),
  ];
}

function formatGoals({ goals = [] }: ModelCard): string[] {
  if (goals.length === 0) return [];
  const rows = goals.map((goal) => {
    const { what, aim, isAtLeast, measured } = goal;
    const isMet = isGoalMet(goal);
    return [
      what,
      `${isAtLeast ? 'at least' : 'at most'} ${formatGoalFigure(goal, aim)}`,
      measured === null ? 'not measured yet' : formatGoalFigure(goal, measured),
      isMet === null ? '' : isMet ? 'met' : '**missed**',
    ];
  });
  return [
    '## Goals',
    '',
    'Set before the weights were trained. What was tried is in `docs/experiments.md`.',
    '',
    ...formatTable(['what', 'goal', 'measured', ''], rows),
  ];
}

function formatGoalFigure({ unit }: Goal, value: number): string {
  return unit === 'share' ? formatShare(value) : value.toFixed(3);
}

function formatData({ data }: ModelCard): string[] {
  return [
    '## Trained on',
    '',
    ...formatTable(
      ['corpus', 'licence', 'clips', 'speakers', ...EMOTIONS],
      data.map(({ corpus, licence, clips, speakers, perEmotion }) => [
        corpus,
        licence,
        formatCount(clips),
        formatCount(speakers),
        ...EMOTIONS.map((emotion) => formatCount(perEmotion[emotion] ?? 0)),
      ]),
    ),
    'None of the recordings is part of the project. The clips of the speakers below were set apart.',
    '',
  ];
}

function formatSplits({ splits }: ModelCard): string[] {
  const list = (groups: ModelCard['splits']['test']): string =>
    Object.entries(groups)
      .map(([corpus, ids]) => `${corpus} ${ids.join(', ')}`)
      .join('; ');
  return [
    '## Speakers set apart',
    '',
    ...formatList([
      `Validation, on whom choices are made: ${list(splits.validation)}.`,
      `Test, scored once at the end: ${list(splits.test)}.`,
    ]),
  ];
}

function formatTraining({ training }: ModelCard): string[] {
  return [
    '## Training',
    '',
    ...(training.split ? [describeSplit(training.split), ''] : []),
    ...formatCommand(training),
  ];
}

function formatCommand({ command, seed, epochs, bestEpoch, history }: TrainingRun): string[] {
  const best = history[bestEpoch - 1];
  const outcome = best
    ? ` There the validation loss was ${best.valLoss.toFixed(3)} and the accuracy ${formatShare(best.valAccuracy)}.`
    : '';
  return [
    '```sh',
    command,
    '```',
    '',
    `Seed ${seed}, ${history.length} of ${epochs} epochs, the best on validation is epoch ${bestEpoch}.${outcome}`,
    '',
  ];
}

function formatValidation({ validation }: ModelCard): string[] {
  return [
    '## Validation speakers',
    '',
    'Nobody of them was heard in training, but the best epoch, the temperature and the settings were chosen on them: the ' +
      'figures flatter a little.',
    '',
    ...formatReportSection(validation),
  ];
}

function formatProtocols({ protocols }: ModelCard): string[] {
  const runs: (readonly [string, ProtocolRun | undefined])[] = [
    ['Test: unseen speakers (the shipped weights)', protocols?.speakerDisjoint],
    ['Test: stratified, the same speakers in training and test', protocols?.stratified],
    ...(protocols?.tessLeaveOneOut ?? [undefined]).map(
      (run) => [`Test: TESS without one actress${describeActress(run)}`, run] as const,
    ),
  ];
  return runs.flatMap(([title, run]) => [`## ${title}`, '', ...(run ? formatRun(run) : [NOT_MEASURED, ''])]);
}

function describeActress(run: ProtocolRun | undefined): string {
  return run?.split.protocol.name === 'tess-leave-one-out' ? ` (${run.split.protocol.actress})` : '';
}

function formatRun(run: ProtocolRun): string[] {
  return [
    describeSplit(run.split),
    '',
    ...(run.bootstrap?.over === 'clips' ? ['Intervals by bootstrap over clips: the speakers are known.', ''] : []),
    ...formatReportSection(run),
    ...(run.certainty ? [describeCertainty(run.certainty), ''] : []),
    ...formatCommand(run),
  ];
}

function describeCertainty({
  calibrationError,
  uncertainBelow,
  coverage,
  accuracyWhenCertain,
}: CertaintyReport): string {
  return (
    `The expected calibration error is ${calibrationError.toFixed(3)}, with the temperature fitted on the validation ` +
    `clips. ${formatShare(coverage)} of the clips are certain (${formatShare(uncertainBelow)} or more), and ` +
    `${formatShare(accuracyWhenCertain)} of those are judged rightly.`
  );
}

function describeSplit({ protocol, training, validation, test }: SplitSummary): string {
  const part = ({ clips, speakers }: SplitPart): string => `${formatCount(clips)} clips of ${speakers} speakers`;
  const drawn = protocol.name === 'stratified' ? `, drawn with seed ${protocol.seed}` : '';
  return `Training ${part(training)}, validation ${part(validation)}, test ${part(test)}; ${protocol.name}${drawn}.`;
}

function formatAblation(card: ModelCard): string[] {
  const isMeasured = card.ablation !== undefined && card.ablation.length > 0;
  return [
    '## Deformable against plain convolutions',
    '',
    ...(isMeasured ? formatComparison(card) : [NOT_MEASURED, '']),
  ];
}

function formatDeformation({ deformation, accuracyWithoutAnyOffsets }: ModelCard): string[] {
  const rows = deformation.map(({ layer, meanOffset, maskDeviation, accuracyWithoutOffsets }) => [
    layer,
    `${meanOffset.toFixed(2)} cells`,
    maskDeviation.toFixed(2),
    formatShare(accuracyWithoutOffsets),
  ]);
  return [
    '## What the deformable layers do',
    '',
    ...formatTable(['layer', 'mean offset', 'deviation of the mask', 'accuracy with its offsets at zero'], rows),
    `With the offsets of all layers at zero the accuracy on the validation speakers is ${formatShare(accuracyWithoutAnyOffsets)}.`,
    '',
  ];
}

function formatCalibration({ calibration }: ModelCard): string[] {
  if (!calibration) {
    const warning = 'The probabilities are not calibrated: 70 % does not mean right in 70 of 100 cases.';
    return ['## Calibration', '', `${NOT_MEASURED} ${warning}`, ''];
  }
  const { temperature, eceBefore, eceAfter, bins, uncertainBelow, coverage, accuracyWhenCertain } = calibration;
  const rows = bins
    .filter(({ clips }) => clips > 0)
    .map(({ low, high, clips, confidence, accuracy }) => [
      `${formatShare(low)} to ${formatShare(high)}`,
      formatCount(clips),
      formatShare(confidence),
      formatShare(accuracy),
    ]);
  return [
    '## Calibration',
    '',
    `Logits are divided by a temperature of ${temperature.toFixed(3)}, fitted on the validation speakers. The expected ` +
      `calibration error there is ${eceAfter.toFixed(3)}, and was ${eceBefore.toFixed(3)} before.`,
    '',
    `A recording is called uncertain when no emotion reaches ${formatShare(uncertainBelow)}. ${formatShare(coverage)} of ` +
      `the clips are certain, and ${formatShare(accuracyWhenCertain)} of those are judged rightly.`,
    '',
    ...formatTable(['highest probability', 'clips', 'its mean', 'judged rightly'], rows),
  ];
}

function formatRobustness({ robustness = [] }: ModelCard): string[] {
  const rows = robustness.map(({ condition, accuracy, uar, changedLabels, contradictions }) => [
    condition,
    formatShare(accuracy),
    formatShare(uar),
    formatShare(changedLabels),
    contradictions === undefined ? '' : formatShare(contradictions),
  ]);
  return [
    '## Spoilt recordings',
    '',
    ...(rows.length > 0
      ? [
          'The recordings of the validation speakers, each spoilt in one way. The last column counts clips that are certain ' +
            'of one emotion as recorded and of another one when spoilt; most of what changes was uncertain before or is after.',
          '',
          ...formatTable(
            ['condition', 'accuracy', 'UAR', 'another label than as recorded', 'certain of another one'],
            rows,
          ),
        ]
      : [NOT_MEASURED, '']),
  ];
}

function formatNotSpeech({ notSpeech = [] }: ModelCard): string[] {
  if (notSpeech.length === 0) return [];
  const rows = notSpeech.map(({ sound, cases, noSpeech, uncertain, named }) => [
    sound,
    formatCount(cases),
    formatCount(noSpeech),
    formatCount(uncertain),
    Object.entries(named)
      .map(([emotion, count]) => `${count} ${emotion}`)
      .join(', ') || 'none',
  ]);
  return [
    '## Nobody speaks',
    '',
    'Synthesised sounds, of other making than those that the network was trained to be unsure of.',
    '',
    ...formatTable(['sound', 'cases', 'no speech', 'uncertain', 'named'], rows),
  ];
}

function formatPublished({ published = [] }: ModelCard): string[] {
  if (published.length === 0) return [];
  return [
    '## Figures of others',
    '',
    'Only figures of the same protocol on the same corpus can be compared.',
    '',
    ...formatTable(
      ['who', 'on what', 'figure', 'source'],
      published.map(({ system, protocol, figure, source }) => [system, protocol, figure, source]),
    ),
  ];
}
