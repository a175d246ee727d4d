import { MainNavigation } from '../navigation/main-navigation';
import type { Route } from '../navigation/route';

/** Name, purpose, and the two things a visitor should know before speaking. */
export function PageHeader({ route }: { readonly route: Route }) {
  return (
    <header className="page page-header">
      <div>
        <h1>
          <svg className="page-mark" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M3 11h26" />
            <path d="M3 21c4 0 4-4 6.5-4s3.5 9 6.5 9 4-9 6.5-9 2.5 4 6.5 4" />
          </svg>
          Undertone
        </h1>
        <p>Hears the emotion in a voice, in your browser.</p>
      </div>
      <ul className="page-facts">
        <li>Nothing leaves your device</li>
        <li>Assumes one speaker</li>
      </ul>
      <MainNavigation route={route} />
    </header>
  );
}
