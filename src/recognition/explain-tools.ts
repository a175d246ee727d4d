/**
 * Workers to look into one window with: a network of their own, so that neither a recording under way nor a live session
 * waits for them or is superseded. The recognizer's samples are used where they are at hand; any other recording is read
 * once more, in a worker of its own.
 */
import type { TimeSpan } from '../contract/features';
import type { FeaturesClient } from '../workers/features-client';
import type { NetworkClient } from '../workers/network-client';
import type { Recognizer } from './recognizer';
import type { RecognizerTools } from './recognizer-tools';

/** See above; nothing starts before it is called. */
export interface ExplainTools {
  /**
   * Mel levels of a window of a recording.
   * @throws the signal's reason; UndertoneError as `FeaturesClient.survey`
   */
  readonly readLevels: (audio: Blob, span: TimeSpan, signal: AbortSignal) => ReturnType<FeaturesClient['readLevels']>;
  readonly network: NetworkClient;
  /** Ends the workers; another call starts them again. */
  readonly dispose: () => void;
}

/**
 * Makes the tools.
 * @param own workers that nobody else uses
 */
export function createExplainTools(
  recognizer: Pick<Recognizer, 'readLevels'>,
  { features, network }: Pick<RecognizerTools, 'features' | 'network'>,
): ExplainTools {
  /** What was read last; the features worker keeps the samples of one and the same file. */
  let last: { readonly audio: Blob; readonly file: File } | null = null;
  const toFile = (audio: Blob): File => {
    if (last?.audio !== audio) last = { audio, file: audio instanceof File ? audio : new File([audio], 'recording') };
    return last.file;
  };
  return {
    network,
    async readLevels(audio, span, signal) {
      const atHand = recognizer.readLevels(audio, span, signal);
      if (atHand !== null) {
        try {
          return await atHand;
        } catch {
          // Another recording has taken its place meanwhile: this one is read by ourselves.
          signal.throwIfAborted();
        }
      }
      return features.readLevels(toFile(audio), span, signal);
    },
    dispose() {
      last = null;
      features.dispose();
      network.dispose();
    },
  };
}
