import type { AppUpdates } from '../../offline/app-updates';
import { toHash } from '../navigation/route';
import { OfflineNote } from '../update/offline-note';

/** What to make of it all, and whose work is in it. */
export function PageFooter({ updates }: { readonly updates: AppUpdates | null }) {
  return (
    <footer className="page page-footer">
      <p>
        Undertone reads the sound of a voice, not the words, and makes a guess. It can be wrong, more often for voices,
        languages and rooms unlike those it learned from. Do not judge a person by it.{' '}
        <a href={toHash({ page: 'model', section: null })}>How well it does, and what it learned from</a>
      </p>
      {updates && <OfflineNote updates={updates} />}
      <p>
        <a href="./licences.txt">Licences</a> of Undertone and of the software in it.
      </p>
    </footer>
  );
}
