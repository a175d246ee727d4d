import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppUpdates } from '../../offline/app-updates';
import './update.css';

const TEXTS = {
  waiting: 'A new version of Undertone is ready. It starts when you reload; what is on the page now would be gone.',
  replaced: 'Undertone was updated in another tab. Reload this one when you are done with it.',
} as const;

/** Says that a newer version is here and lets the visitor decide when it starts. */
export function UpdateNotice({ updates }: { readonly updates: AppUpdates }) {
  const update = useStore(updates.store, (state) => state.update);
  const [postponed, setPostponed] = useState<typeof update>('none');
  const shows = update !== 'none' && update !== postponed;
  return (
    <div role="status" aria-label="New version">
      {shows && (
        <div className="panel update-notice" data-testid="update-notice" data-update={update}>
          <p>{TEXTS[update]}</p>
          <div className="update-actions">
            <button type="button" className="button button-primary" onClick={updates.reload}>
              Reload now
            </button>
            <button
              type="button"
              className="button"
              onClick={() => {
                setPostponed(update);
              }}
            >
              Later
            </button>
          </div>
        </div>
      )}
    </div>
  );
}
