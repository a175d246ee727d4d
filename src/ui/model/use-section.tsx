import { SectionBody } from './card-section';
import type { ReadCard } from './read-card';

/** What the weights are for and what they are not. */
export function UseSection({ sections }: { readonly sections: ReadCard['sections'] }) {
  return (
    <>
      <p>What to use it for, what never to use it for, and where it is wrong more often.</p>
      <SectionBody section={sections.use} missing="The record does not say.">
        {({ intended, misuse, limits }) => (
          <>
            <h4>Intended use</h4>
            <Sentences sentences={intended} />
            <h4>Misuse</h4>
            <Sentences sentences={misuse} />
            <h4>Limits</h4>
            <Sentences sentences={limits} />
          </>
        )}
      </SectionBody>
    </>
  );
}

function Sentences({ sentences }: { readonly sentences: readonly string[] }) {
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
