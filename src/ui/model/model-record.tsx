import { useEffect, type ReactNode } from 'react';
import { formatBytes } from '../format';
import { toHash } from '../navigation/route';
import { formatCount } from '../report/figures';
import { CalibrationSection } from './calibration-section';
import { DataSection } from './data-section';
import { DeformationSection } from './deformation-section';
import { FilesSection } from './files-section';
import { GoalsSection } from './goals-section';
import { PublishedSection } from './published-section';
import type { ReadCard } from './read-card';
import { ResultsSection } from './results-section';
import { RobustnessSection } from './robustness-section';
import { TrainingSection } from './training-section';
import { UseSection } from './use-section';

interface Section {
  readonly slug: string;
  readonly title: string;
  readonly show: (card: ReadCard) => ReactNode;
}

const SECTIONS: readonly Section[] = [
  { slug: 'use', title: 'What it is for', show: ({ sections }) => <UseSection sections={sections} /> },
  { slug: 'results', title: 'How well it does', show: ({ sections }) => <ResultsSection sections={sections} /> },
  { slug: 'goals', title: 'What it was to reach', show: ({ sections }) => <GoalsSection section={sections.goals} /> },
  {
    slug: 'others',
    title: 'Beside listeners and other systems',
    show: ({ sections }) => <PublishedSection sections={sections} />,
  },
  {
    slug: 'calibration',
    title: 'What its percentages are worth',
    show: ({ sections }) => <CalibrationSection sections={sections} />,
  },
  { slug: 'training', title: 'How it learned', show: ({ sections }) => <TrainingSection sections={sections} /> },
  { slug: 'data', title: 'What it learned from', show: ({ sections }) => <DataSection sections={sections} /> },
  {
    slug: 'deformation',
    title: 'What deformable convolution adds',
    show: ({ sections }) => <DeformationSection sections={sections} />,
  },
  {
    slug: 'robustness',
    title: 'Noise, rooms, and no speech',
    show: ({ sections }) => <RobustnessSection sections={sections} />,
  },
  { slug: 'files', title: 'Version and files', show: ({ head }) => <FilesSection head={head} /> },
];

/**
 * Everything that the card says, in sections with addresses of their own: a heading's id is its address behind `#`, so
 * that the browser itself goes there, and sets the focus.
 *
 * @param opensAt the section that the page's address named when it was opened
 */
export function ModelRecord({ card, opensAt }: { readonly card: ReadCard; readonly opensAt: string | null }) {
  const { version, weights, emotions } = card.head;
  useEffect(() => {
    // When the browser looked for it, it was not there yet. Later on the browser finds it by itself.
    if (opensAt !== null) document.getElementById(nameSection(opensAt))?.focus();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- Only where the page was opened.
  }, []);
  return (
    <>
      <p className="model-intro">
        Version {version}: a small deformable convolutional network that reads pictures of the voice and weighs{' '}
        {emotions.length} emotions, with {formatCount(weights.parameters)} parameters, {formatBytes(weights.bytes)} to
        load. All figures here are read from the record that lies beside it; what has not been measured says so.
      </p>
      <nav className="model-contents" aria-label="On this page">
        <ul>
          {SECTIONS.map(({ slug, title }) => (
            <li key={slug}>
              <a href={toHash({ page: 'model', section: slug })}>{title}</a>
            </li>
          ))}
        </ul>
      </nav>
      {SECTIONS.map(({ slug, title, show }) => (
        <section key={slug} className="panel report" aria-labelledby={nameSection(slug)} data-section={slug}>
          <h3 id={nameSection(slug)} tabIndex={-1}>
            {title}
          </h3>
          {show(card)}
        </section>
      ))}
    </>
  );
}

/** The id of a section's heading. */
function nameSection(slug: string): string {
  return toHash({ page: 'model', section: slug }).slice(1);
}
