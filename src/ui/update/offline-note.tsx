import { useStore } from 'zustand';
import type { AppUpdates } from '../../offline/app-updates';

/** Says that the page works without a connection, once it does. */
export function OfflineNote({ updates }: { readonly updates: AppUpdates }) {
  const worksOffline = useStore(updates.store, (state) => state.worksOffline);
  return worksOffline ? <p>Undertone is kept on this device now and works without a connection.</p> : null;
}
