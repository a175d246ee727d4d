import { FEATURE_CONFIG } from '../../contract/features';
import { toHash } from '../navigation/route';

const STEPS = [
  {
    name: 'It finds the speech',
    text: 'Your browser decodes the recording and cuts away the silence around the voice. No server is asked.',
  },
  {
    name: 'It draws the voice',
    text: `Each stretch of up to ${FEATURE_CONFIG.windowSec} seconds becomes two pictures: how loud each pitch range is, and the shape of that spectrum.`,
  },
  {
    name: 'A small network looks',
    text: 'A deformable convolutional network, run on your own device, weighs eight emotions and shows all eight figures.',
  },
] as const;

/** What happens to a recording, in three sentences, for visitors who have not dropped one yet. */
export function HowItWorks() {
  return (
    <section className="how-it-works" aria-labelledby="how-heading">
      <h2 id="how-heading" className="quiet-heading">
        How it works
      </h2>
      <ol>
        {STEPS.map(({ name, text }) => (
          <li key={name}>
            <h3>{name}</h3>
            <p>{text}</p>
          </li>
        ))}
      </ol>
      <p className="how-more">
        <a href={toHash({ page: 'model', section: 'results' })}>How often it is right</a>, by its own record.
      </p>
    </section>
  );
}
