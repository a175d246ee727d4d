import type { RecognitionState } from '../../recognition/recognition-state';
import { formatPercent } from '../format';
import { announceVerdict } from '../result/verdict-words';

/** The states in which work is done that a visitor waits for. */
export type WorkingState = Extract<
  RecognitionState,
  { readonly phase: 'decoding' | 'extracting-features' | 'loading-model' | 'inferring' }
>;

/** The steps of an analysis in the order they happen, with their names. */
export const WORK_STEPS: readonly { readonly phase: WorkingState['phase']; readonly name: string }[] = [
  { phase: 'decoding', name: 'Read the recording' },
  { phase: 'extracting-features', name: 'Picture the voice' },
  { phase: 'loading-model', name: 'Load the model' },
  { phase: 'inferring', name: 'Listen' },
];

/** Whether a state is one of work under way. */
export function isWorking(state: RecognitionState): state is WorkingState {
  return WORK_STEPS.some(({ phase }) => phase === state.phase);
}

/** What is happening now, in words, with its figure where there is one. */
export function describeWork(state: WorkingState): string {
  switch (state.phase) {
    case 'decoding':
      return 'Reading the recording';
    case 'extracting-features':
      return 'Picturing the voice';
    case 'loading-model':
      return `Loading the model, ${formatPercent(state.share)}`;
    case 'inferring':
      return `Listening, window ${Math.min(state.done + 1, state.total)} of ${state.total}`;
  }
}

/** How much of the present step is done, 0…1, or `null` where nobody knows. */
export function measureWork(state: WorkingState): number | null {
  switch (state.phase) {
    case 'decoding':
      return state.totalSec === null ? null : Math.min(1, state.doneSec / state.totalSec);
    case 'extracting-features':
    case 'loading-model':
      return state.share;
    case 'inferring':
      return state.total > 0 ? state.done / state.total : null;
  }
}

/** How long the present step will go on, roughly as anybody can tell; empty where nobody can. */
export function describeTimeLeft(state: WorkingState): string {
  const timeLeftSec = state.phase === 'loading-model' ? null : state.timeLeftSec;
  if (timeLeftSec === null) return '';
  if (timeLeftSec < 90) return `about ${Math.max(5, 5 * Math.ceil(timeLeftSec / 5))} s left`;
  return `about ${Math.round(timeLeftSec / 60)} min left`;
}

/**
 * What a screen reader says of a state. It changes with the phase and with each quarter of a long step, not with
 * every per cent: a voice that counts to a hundred helps nobody. Failures announce themselves (`role="alert"`).
 */
export function announceState(state: RecognitionState): string {
  switch (state.phase) {
    case 'idle':
    case 'failed':
      return '';
    case 'done':
      return announceVerdict(state.analysis.probabilities, state.analysis.model.uncertainBelow);
    case 'decoding':
    case 'extracting-features':
      return `${describeWork(state)}.`;
    case 'loading-model':
      return `Loading the model, ${25 * Math.floor(4 * state.share)} per cent.`;
    case 'inferring': {
      const quarters = state.total > 8 ? Math.floor((4 * state.done) / state.total) : 0;
      return quarters === 0 ? 'Listening.' : `Listening, ${25 * quarters} per cent.`;
    }
  }
}
