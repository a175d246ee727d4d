import { useState } from 'react';
import type { CertaintyReport } from '../../contract/report';
import { CertaintyFigure } from '../report/certainty-figure';
import { Choice } from '../report/choice';
import { SectionBody, valueOf } from './card-section';
import { listReports } from './measured-reports';
import type { ReadCard } from './read-card';

/** Whether 70 per cent means right in 70 of 100 cases. */
export function CalibrationSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  const sources = listSources(sections);
  const [key, setKey] = useState<string | null>(null);
  const chosen = sources.find((one) => one.key === key) ?? sources[0];
  return (
    <>
      <p>Whether the probabilities can be taken at their word, and where the page calls itself uncertain.</p>
      <SectionBody
        section={sections.calibration}
        missing="This has not been measured yet for these weights, and the probabilities are as they came from training: 70 % does not mean right in 70 of 100 cases."
      >
        {({ temperature, eceBefore, eceAfter }) => (
          <p>
            The network’s outputs are divided by a temperature of {temperature.toFixed(3)}, fitted on the validation
            clips. There the expected calibration error was {eceBefore.toFixed(3)} before and is {eceAfter.toFixed(3)}{' '}
            with it.
          </p>
        )}
      </SectionBody>
      {chosen && (
        <>
          <Choice legend="Measured on" options={sources} chosen={chosen.key} onChoose={setKey} />
          <CertaintyFigure certainty={chosen.certainty} fileStem={`undertone-${chosen.key}`} />
        </>
      )}
    </>
  );
}

interface Source {
  readonly key: string;
  readonly name: string;
  readonly certainty: CertaintyReport;
}

/** Tests first; of the validation clips what the temperature was fitted by. */
function listSources(sections: ReadCard['sections']): readonly Source[] {
  const calibration = valueOf(sections.calibration);
  const tests = listReports(null, valueOf(sections.protocols) ?? {}).flatMap(({ key, name, report }) =>
    report.certainty ? [{ key, name, certainty: report.certainty }] : [],
  );
  if (calibration === null) return tests;
  const { eceAfter, ...rest } = calibration;
  const certainty = { ...rest, calibrationError: eceAfter };
  return [...tests, { key: 'validation', name: 'Validation speakers', certainty }];
}
