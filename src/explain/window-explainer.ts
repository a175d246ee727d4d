/**
 * What the page asks of one window: its pictures, where the deformable layers looked, and which regions carried the
 * decision. One window at a time; its store says where that stands.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { toPlainError, type PlainError } from '../contract/errors';
import type { TimeSpan } from '../contract/features';
import type { ModelFacts } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import { buildFeatureMap, type WindowLevels } from '../features/extract-recording';
import type { NetworkClient } from '../workers/network-client';
import { mapOcclusion, type OcclusionMap } from './occlusion-map';
import { drawWindowPictures, type WindowPictures } from './window-pictures';

/** What an explainer needs: workers that nobody else waits for. */
export interface ExplainerTools {
  /**
   * Mel levels of a window of a recording.
   * @throws the signal's reason; UndertoneError
   */
  readonly readLevels: (audio: Blob, span: TimeSpan, signal: AbortSignal) => Promise<WindowLevels>;
  readonly network: Pick<NetworkClient, 'load' | 'classify' | 'readSampling'>;
  /** Ends the workers; another call starts them again. */
  readonly dispose: () => void;
}

/** A window that is open. */
export interface OpenWindow {
  readonly span: TimeSpan;
  readonly levels: WindowLevels;
  readonly pictures: WindowPictures;
  /** Of each deformable layer, first to last; empty where the model has none. */
  readonly layers: readonly LayerSampling[];
  /** Of the model that is asked, which may be a newer one than the recording was judged by. */
  readonly model: ModelFacts;
}

/** How the map of what carried the decision stands. */
export type MappingState =
  | { readonly status: 'idle' }
  /** `done` of `total` judgements are made. */
  | { readonly status: 'mapping'; readonly done: number; readonly total: number }
  | { readonly status: 'done'; readonly map: OcclusionMap }
  | { readonly status: 'failed'; readonly error: PlainError };

/** How a window stands. */
export type ExplainerState =
  | { readonly status: 'idle' }
  | { readonly status: 'opening'; readonly span: TimeSpan }
  | { readonly status: 'open'; readonly window: OpenWindow; readonly mapping: MappingState }
  | { readonly status: 'failed'; readonly span: TimeSpan; readonly error: PlainError };

/** Explains windows, one at a time. */
export interface WindowExplainer {
  readonly store: StoreApi<ExplainerState>;
  /** Opens a window of a recording in place of the one before; resolves when the store says how that went. */
  readonly open: (audio: Blob, span: TimeSpan) => Promise<void>;
  /** Maps what carried the decision in the open window; resolves when the store says how that went. */
  readonly map: () => Promise<void>;
  /** Ends a mapping; the window stays open. */
  readonly cancelMap: () => void;
  /** Ends all work and the workers. */
  readonly dispose: () => void;
}

/** Makes an explainer; nothing starts before a window is opened. */
export function createWindowExplainer(tools: ExplainerTools): WindowExplainer {
  const store = createStore<ExplainerState>(() => ({ status: 'idle' }));
  let opening = new AbortController();
  let mapping = new AbortController();

  const showMapping = (state: MappingState, signal: AbortSignal): void => {
    const current = store.getState();
    if (!signal.aborted && current.status === 'open') store.setState({ ...current, mapping: state }, true);
  };

  return {
    store,
    async open(audio, span) {
      mapping.abort();
      opening.abort();
      opening = new AbortController();
      const { signal } = opening;
      store.setState({ status: 'opening', span }, true);
      try {
        const levels = await tools.readLevels(audio, span, signal);
        const { model } = await tools.network.load();
        const layers = await tools.network.readSampling(buildFeatureMap(levels), signal);
        const window = { span, levels, pictures: drawWindowPictures(levels), layers, model };
        if (!signal.aborted) store.setState({ status: 'open', window, mapping: { status: 'idle' } }, true);
      } catch (thrown) {
        if (!signal.aborted) store.setState({ status: 'failed', span, error: toPlainError(thrown) }, true);
      }
    },
    async map() {
      const state = store.getState();
      if (state.status !== 'open') return;
      mapping.abort();
      mapping = new AbortController();
      const { signal } = mapping;
      try {
        const map = await mapOcclusion(
          state.window.levels,
          async (windows) => {
            const { probabilities } = await tools.network.classify(windows, { signal, onProgress: () => undefined });
            return probabilities;
          },
          {
            signal,
            onProgress: (done, total) => {
              showMapping({ status: 'mapping', done, total }, signal);
            },
          },
        );
        showMapping({ status: 'done', map }, signal);
      } catch (thrown) {
        showMapping({ status: 'failed', error: toPlainError(thrown) }, signal);
      }
    },
    cancelMap() {
      showMapping({ status: 'idle' }, mapping.signal);
      mapping.abort();
    },
    dispose() {
      opening.abort();
      mapping.abort();
      store.setState({ status: 'idle' }, true);
      tools.dispose();
    },
  };
}
