import { useState } from 'react';
import type { AblationComparison, AblationPair, LayerDeformation, PairedComparison } from '../../contract/model-card';
import { Choice } from '../report/choice';
import { formatShare } from '../report/figures';
import { numberColumn, shareColumn, textColumn, type FigureTable } from '../report/figure-table';
import { TableView } from '../report/table-view';
import {
  DIFFERENCE_MEASURES,
  describeDifference,
  tabulateDifferences,
  tabulatePairs,
  tabulatePairsPerCorpus,
  type DifferenceMeasure,
} from './ablation-tables';
import { SectionBody, valueOf } from './card-section';
import { CommandLine } from './command-line';
import type { ReadCard } from './read-card';

/** What deformable convolution adds: against plain twins, and against itself with its offsets taken away. */
export function DeformationSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  return (
    <>
      <p>
        In the last two blocks each tap of a kernel looks where the network decides and not on a fixed grid. Here is
        what that gains, and how far the taps go.
      </p>
      <h4>Against plain convolution</h4>
      <p>
        Twins, trained alike from the same seeds, the plain ones widened to as many parameters. They are compared on
        speakers whom neither has heard.
      </p>
      <SectionBody section={sections.ablation}>{(pairs) => <Pairs pairs={pairs} />}</SectionBody>
      {sections.ablation.state === 'read' && (
        <SectionBody
          section={sections.ablationComparison}
          missing="Whether these differences may be chance has not been measured yet."
        >
          {(comparison) => <Differences comparison={comparison} />}
        </SectionBody>
      )}
      <h4>With and without the offsets</h4>
      <SectionBody section={sections.deformation}>
        {(layers) => (
          <>
            <p>
              How far the taps lie off the fixed grid on the validation clips, and how often the network would still be
              right there if they did not. {describeWithout(sections)}
            </p>
            <TableView table={tabulateLayers(layers)} />
          </>
        )}
      </SectionBody>
    </>
  );
}

function Pairs({ pairs }: { readonly pairs: readonly AblationPair[] }) {
  const perCorpus = tabulatePairsPerCorpus(pairs);
  return (
    <>
      <TableView table={tabulatePairs(pairs)} />
      {perCorpus.rows.length > 0 && <TableView table={perCorpus} foldedAs="Each corpus as a table" />}
    </>
  );
}

function Differences({ comparison: { command, epochs, parts } }: { readonly comparison: AblationComparison }) {
  const [measure, setMeasure] = useState<DifferenceMeasure>('accuracy');
  const all: PairedComparison | undefined = parts.find(({ part }) => part === 'all') ?? parts[0];
  return (
    <>
      <p>
        {all && describeDifference(all, measure)} Means over the seeds; every network was trained for {epochs} epochs.
        The line below a difference is its 95&nbsp;% interval, by paired bootstrap over speakers; the broken line is no
        difference.
      </p>
      <Choice legend="Compared by" options={DIFFERENCE_MEASURES} chosen={measure} onChoose={setMeasure} />
      <TableView table={tabulateDifferences(parts, measure)} />
      <p>The command that repeats it:</p>
      <CommandLine command={command} />
    </>
  );
}

function describeWithout({ accuracyWithoutAnyOffsets, validation }: ReadCard['sections']): string {
  const [without, report] = [valueOf(accuracyWithoutAnyOffsets), valueOf(validation)];
  if (without === null) return '';
  const instead = report ? ` instead of ${formatShare(report.accuracy)}` : '';
  return `With the offsets of all layers at zero at once, ${formatShare(without)} are judged rightly${instead}.`;
}

function tabulateLayers(layers: readonly LayerDeformation[]): FigureTable<LayerDeformation> {
  return {
    caption: 'Offsets and modulation masks of each deformable layer',
    fileName: 'undertone-deformation',
    rows: layers,
    columns: [
      textColumn('Layer', 'layer', ({ layer }) => layer),
      numberColumn(
        'Mean offset, cells',
        'mean_offset_cells',
        ({ meanOffset }) => meanOffset,
        (value) => value.toFixed(2),
      ),
      numberColumn(
        'Deviation of the mask',
        'mask_deviation',
        ({ maskDeviation }) => maskDeviation,
        (value) => value.toFixed(2),
      ),
      shareColumn(
        'Accuracy with its offsets at zero',
        'accuracy_without_offsets',
        ({ accuracyWithoutOffsets }) => accuracyWithoutOffsets,
      ),
    ],
  };
}
