import { useState } from 'react';
import type { EpochRecord, TrainingRun } from '../../contract/model-card';
import { Choice } from '../report/choice';
import { formatShare } from '../report/figures';
import { numberColumn, shareColumn, type FigureTable } from '../report/figure-table';
import { TableView } from '../report/table-view';
import { SectionBody, valueOf } from './card-section';
import { CommandLine } from './command-line';
import { EpochChart } from './epoch-chart';
import { describeSplit, listReports } from './measured-reports';
import type { ReadCard } from './read-card';

/** How training went, epoch by epoch. */
export function TrainingSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  return (
    <>
      <p>
        An epoch is one pass over the training clips. After each the network was tried on the validation clips; kept
        were the weights of the epoch with the lowest loss there.
      </p>
      <SectionBody section={sections.training}>
        {(training) => <Runs runs={listRuns(training, valueOf(sections.protocols))} />}
      </SectionBody>
    </>
  );
}

interface NamedRun {
  readonly key: string;
  readonly name: string;
  readonly run: TrainingRun;
}

/** The weights that ship, then what was trained for other protocols. */
function listRuns(training: TrainingRun, protocols: Parameters<typeof listReports>[1] | null): readonly NamedRun[] {
  const others = listReports(null, protocols ?? {}).flatMap(({ key, name, run }) =>
    // The unseen speakers were scored with the weights that ship.
    run === null || key === 'speakerDisjoint' ? [] : [{ key, name: name.replace('Test:', 'For test:'), run }],
  );
  return [{ key: 'training', name: 'The weights that ship', run: training }, ...others];
}

function Runs({ runs }: { readonly runs: readonly NamedRun[] }) {
  const [key, setKey] = useState('training');
  const chosen = runs.find((one) => one.key === key) ?? runs[0];
  if (!chosen) return null;
  const { history, bestEpoch, epochs, seed, command, split } = chosen.run;
  const best = history.find(({ epoch }) => epoch === bestEpoch);
  return (
    <>
      <Choice legend="Training of" options={runs} chosen={chosen.key} onChoose={setKey} />
      <p>
        {history.length} of {epochs} epochs, with seed {seed}.{' '}
        {best &&
          `The best is epoch ${bestEpoch}, where the validation loss was ${best.valLoss.toFixed(3)} and the accuracy ${formatShare(best.valAccuracy)}.`}{' '}
        {split && describeSplit(split)}
      </p>
      {history.length > 0 && (
        <>
          <p className="figure-note">
            The two lines of a plot cannot be compared with each other: in training the clips are varied and mixed, and
            the loss is weighted and smoothed, all of which makes it harder. Validation is on whole clips as they are.
          </p>
          <div className="chart-pair">
            <EpochChart title="Accuracy" measure="accuracy" history={history} bestEpoch={bestEpoch} />
            <EpochChart title="Loss" measure="loss" history={history} bestEpoch={bestEpoch} />
          </div>
          <TableView table={tabulateEpochs(history, `undertone-${chosen.key}`)} foldedAs="Every epoch as a table" />
        </>
      )}
      <p>The command that repeats it:</p>
      <CommandLine command={command} />
    </>
  );
}

function tabulateEpochs(history: readonly EpochRecord[], fileStem: string): FigureTable<EpochRecord> {
  const nats = (value: number): string => value.toFixed(3);
  return {
    caption: 'Accuracy and loss of each epoch, in training and on the validation clips',
    fileName: `${fileStem}-epochs`,
    rows: history,
    columns: [
      numberColumn('Epoch', 'epoch', ({ epoch }) => epoch),
      shareColumn('Training accuracy', 'training_accuracy', ({ accuracy }) => accuracy),
      shareColumn('Validation accuracy', 'validation_accuracy', ({ valAccuracy }) => valAccuracy),
      numberColumn('Training loss', 'training_loss', ({ loss }) => loss, nats),
      numberColumn('Validation loss', 'validation_loss', ({ valLoss }) => valLoss, nats),
    ],
  };
}
