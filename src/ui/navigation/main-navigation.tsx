import { toHash, type Route } from './route';
import './navigation.css';

const SCREENS: readonly { readonly route: Route; readonly name: string }[] = [
  { route: { page: 'start' }, name: 'Listen' },
  { route: { page: 'files', id: null }, name: 'Many files' },
  { route: { page: 'history', id: null }, name: 'History' },
  { route: { page: 'model', section: null }, name: 'Model' },
];

/** The ways to the screens. */
export function MainNavigation({ route }: { readonly route: Route }) {
  return (
    <nav className="main-navigation" aria-label="Screens">
      {SCREENS.map((screen) => (
        <a
          key={screen.name}
          href={toHash(screen.route)}
          aria-current={screen.route.page === route.page ? 'page' : undefined}
        >
          {screen.name}
        </a>
      ))}
    </nav>
  );
}
