import { useState } from 'react';
import { fetchSample, SAMPLES, type Sample } from './samples';
import './samples.css';

/** Recordings to try it with, for those who have none at hand. */
export function SamplePicker({ onFile }: { readonly onFile: (file: File) => void }) {
  const [missing, setMissing] = useState(false);
  const choose = (sample: Sample): void => {
    setMissing(false);
    fetchSample(sample).then(onFile, () => {
      setMissing(true);
    });
  };
  return (
    <section className="sample-picker" aria-labelledby="samples-heading">
      <h2 id="samples-heading" className="quiet-heading">
        Nothing at hand? Try a sample
      </h2>
      <ul>
        {SAMPLES.map((sample) => (
          <li key={sample.fileName}>
            <button
              type="button"
              className="button button-small"
              onClick={() => {
                choose(sample);
              }}
            >
              {sample.name}
            </button>
          </li>
        ))}
      </ul>
      <p>Spoken by a synthesiser, which means no emotion: there is no right answer to them.</p>
      {missing && <p role="alert">The sample did not arrive. Check the connection and try again.</p>}
    </section>
  );
}
