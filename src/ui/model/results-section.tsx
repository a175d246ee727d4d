import { useState } from 'react';
import type { ModelCard } from '../../contract/model-card';
import { toHash } from '../navigation/route';
import { Choice } from '../report/choice';
import { ReportScores } from '../report/report-scores';
import { SectionBody, valueOf } from './card-section';
import { listMissingTests, listReports } from './measured-reports';
import type { ReadCard } from './read-card';

const NO_PROTOCOLS: NonNullable<ModelCard['protocols']> = {};

/** How often the network is right, by what it was measured on. */
export function ResultsSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  const protocols = valueOf(sections.protocols) ?? NO_PROTOCOLS;
  const reports = listReports(valueOf(sections.validation), protocols);
  const [key, setKey] = useState<string | null>(null);
  const chosen = reports.find((one) => one.key === key) ?? reports[0];
  return (
    <>
      <p>
        How often the network names the emotion that the speaker was asked to express, in recordings that it did not
        learn from. <a href={toHash({ page: 'evaluate' })}>Measure it on recordings of your own</a>.
      </p>
      {sections.protocols.state === 'unreadable' ? (
        <SectionBody section={sections.protocols}>{() => null}</SectionBody>
      ) : (
        <MissingTests names={listMissingTests(protocols)} />
      )}
      {chosen === undefined ? (
        <SectionBody section={sections.validation}>{() => null}</SectionBody>
      ) : (
        <>
          <Choice legend="Measured on" options={reports} chosen={chosen.key} onChoose={setKey} />
          <p>
            <strong>{chosen.name}.</strong> {chosen.meaning}
          </p>
          <ReportScores report={chosen.report} fileStem={`undertone-${chosen.key}`} level={4} />
        </>
      )}
    </>
  );
}

function MissingTests({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return null;
  return <p>These tests have not been measured yet for these weights: {names.join('; ')}.</p>;
}
