/**
 * A network that outlives its GPU. A browser may take a WebGL context away at any moment: the machine sleeps, the
 * driver resets, another page needs the memory. Then the backend is rebuilt, the weights are put there again and the
 * window is run once more; if that fails too, wasm takes over for good.
 */
import { UndertoneError } from '../contract/errors';
import type { BackendDecision } from '../contract/prediction';
import type { LayerSampling } from '../contract/sampling';
import { startNetwork, type NetworkStart, type RunningNetwork } from './running-network';

/** How often one window is tried on webgl. */
const ATTEMPTS = 2;
/** A GPU that fails more often than this is not worth the wait for its shaders any more. */
const MAX_FAILURES = 4;

/** What is asked of a network; asked again of the next one if that fails. */
type Question<Result> = (network: RunningNetwork) => Promise<Result>;

/** A network and where it runs; its owner calls `dispose`. */
export class ResilientNetwork {
  readonly #start: NetworkStart;
  #network: RunningNetwork | null;
  #decision: BackendDecision;
  #failures = 0;
  #hasAnswered = false;
  /** Runs wait for one another: two that fail together must not both rebuild. */
  #lastRun: Promise<unknown> = Promise.resolve();

  /**
   * @param network a network that runs already, taken over; with `null`, the first run starts it where the decision says
   */
  constructor(start: NetworkStart, decision: BackendDecision, network: RunningNetwork | null) {
    this.#start = start;
    this.#decision = decision;
    this.#network = network;
  }

  /** Where the last answer came from, and why there. */
  get decision(): BackendDecision {
    return this.#decision;
  }

  /**
   * Probabilities of one window, as `RunningNetwork.run`.
   * @throws UndertoneError `inference-failed` when wasm gives no probabilities, `backend-unavailable`, `model-mismatch`
   */
  run(values: Float32Array): Promise<number[]> {
    return this.#ask((network) => network.run(values));
  }

  /**
   * Where the deformable layers look for one window, as `RunningNetwork.readSampling`.
   * @throws UndertoneError as `run`
   */
  readSampling(values: Float32Array): Promise<LayerSampling[]> {
    return this.#ask((network) => network.readSampling(values));
  }

  /** Frees the weights and the GPU. */
  dispose(): void {
    this.#network?.dispose();
    this.#network = null;
  }

  #ask<Result>(question: Question<Result>): Promise<Result> {
    const answer = this.#lastRun.then(() => this.#askOrRecover(question));
    this.#lastRun = answer.catch(() => undefined);
    return answer;
  }

  async #askOrRecover<Result>(question: Question<Result>): Promise<Result> {
    if (this.#decision.backend === 'webgl') {
      const answered = await this.#askOnWebgl(question);
      if (answered !== null) return answered.answer;
      this.#decision = { backend: 'wasm', reason: this.#hasAnswered ? 'webgl-failed' : 'no-webgl' };
    }
    this.#network ??= await startNetwork('wasm', this.#start);
    try {
      return await question(this.#network);
    } catch (cause) {
      throw new UndertoneError('inference-failed', String(cause), { cause });
    }
  }

  /** Whatever goes wrong on webgl is answered alike: everything anew, and once more. `null` when that was in vain. */
  async #askOnWebgl<Result>(question: Question<Result>): Promise<{ readonly answer: Result } | null> {
    for (let attempt = 0; attempt < ATTEMPTS && this.#failures < MAX_FAILURES; attempt++) {
      try {
        this.#network ??= await startNetwork('webgl', this.#start);
        const answer = await question(this.#network);
        this.#hasAnswered = true;
        return { answer };
      } catch {
        this.#failures++;
        this.dispose();
      }
    }
    return null;
  }
}
