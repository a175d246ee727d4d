import type { AppUpdates } from '../../offline/app-updates';
import { OfflineNote } from '../update/offline-note';

/** What to make of it all, and whose work is in it. */
export function PageFooter({ updates }: { readonly updates: AppUpdates | null }) {
  return (
    <footer className="page page-footer">
      <p>
        Undertone reads the sound of a voice, not the words, and makes a guess. It can be wrong, more often for voices,
        languages and rooms unlike those it learned from. Do not judge a person by it.
      </p>
      {updates && <OfflineNote updates={updates} />}
      <p>
        <a href="./licences.txt">Licences</a> of Undertone and of the software in it.
      </p>
    </footer>
  );
}
