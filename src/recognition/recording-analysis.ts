/** The analysis of one file: read, surveyed, judged window by window. What is judged is never lost. */
import type { Analysis, BackendDecision, ModelFacts, Prediction } from '../contract/prediction';
import { summarise } from '../evaluation/summarise';
import type { SurveyProgress } from '../workers/features-client';
import { judgeWindows } from './judge-windows';
import { estimateTimeLeftSec, Pace } from './pace';
import type { RecognitionState } from './recognition-state';
import type { RecognizerTools } from './recognizer-tools';

type Survey = Awaited<ReturnType<RecognizerTools['features']['survey']>>;

/** A file on its way to an analysis; `run` is called once. */
export class RecordingAnalysis {
  readonly file: File;
  readonly #tools: RecognizerTools;
  #survey: Survey | null = null;
  #decision: BackendDecision | null = null;
  #model: ModelFacts | null = null;
  /** The windows judged so far, in their order. */
  readonly #judged: Prediction[] = [];
  #readingAtMs = 0;
  #surveyingAtMs = 0;
  #surveyedAtMs = 0;
  #judgingAtMs = 0;

  constructor(file: File, tools: RecognizerTools) {
    this.file = file;
    this.#tools = tools;
  }

  /**
   * Does it all, timing each stage; waiting for the model belongs to no stage.
   *
   * @param show given the states of work; `done` and `failed` are the caller's
   * @throws the signal's reason; UndertoneError as the clients' calls
   */
  async run(signal: AbortSignal, show: (state: RecognitionState) => void): Promise<Analysis> {
    const { features, network } = this.#tools;
    const fileName = this.file.name;
    let pace = new Pace();
    this.#readingAtMs = performance.now();
    const survey = await features.survey(this.file, {
      signal,
      onProgress: (progress) => {
        const nowMs = performance.now();
        const begins = progress.stage === 'decoding' ? progress.doneSec === 0 : progress.share === 0;
        if (begins) pace = new Pace();
        if (begins && progress.stage === 'decoding') this.#readingAtMs = nowMs;
        if (begins && progress.stage === 'extracting-features') this.#surveyingAtMs = nowMs;
        if (pace.isDue(nowMs)) show(this.#describe(progress, nowMs));
      },
    });
    this.#survey = survey;
    this.#surveyedAtMs = performance.now();

    const ready = await network.load((share) => {
      show({ phase: 'loading-model', fileName, share });
    });
    this.#decision = ready;
    this.#model = ready.model;
    signal.throwIfAborted();

    const judgingPace = new Pace();
    this.#judgingAtMs = performance.now();
    this.#showJudged(survey, ready.model, show);
    this.#decision = await judgeWindows(this.#tools, {
      file: this.file,
      spans: survey.windows,
      signal,
      onJudged: (index, probabilities) => {
        const span = survey.windows[index];
        if (span === undefined) return;
        this.#judged[index] = { startSec: span.startSec, endSec: span.endSec, probabilities };
        if (judgingPace.isDue(performance.now())) this.#showJudged(survey, ready.model, show);
      },
    });
    return this.#conclude(survey, this.#decision, ready.model);
  }

  /** What there is to say so far, `null` before the first window is judged. */
  conclude(): Analysis | null {
    if (this.#survey === null || this.#decision === null || this.#model === null) return null;
    return this.#judged.length === 0 ? null : this.#conclude(this.#survey, this.#decision, this.#model);
  }

  #describe(progress: SurveyProgress, nowMs: number): RecognitionState {
    const fileName = this.file.name;
    if (progress.stage === 'decoding') {
      const { doneSec, totalSec } = progress;
      const share = totalSec === null || totalSec === 0 ? 0 : doneSec / totalSec;
      const timeLeftSec = estimateTimeLeftSec(nowMs - this.#readingAtMs, share);
      return { phase: 'decoding', fileName, doneSec, totalSec, timeLeftSec };
    }
    const { share } = progress;
    const timeLeftSec = estimateTimeLeftSec(nowMs - this.#surveyingAtMs, share);
    return { phase: 'extracting-features', fileName, share, timeLeftSec };
  }

  #showJudged(survey: Survey, model: ModelFacts, show: (state: RecognitionState) => void): void {
    const done = this.#judged.length;
    const total = survey.windows.length;
    const timeLeftSec = estimateTimeLeftSec(performance.now() - this.#judgingAtMs, done / total);
    const { durationSec, pictures } = survey;
    const partial = { durationSec, pictures, timeline: this.#judged.slice(), model };
    show({ phase: 'inferring', fileName: this.file.name, done, total, timeLeftSec, partial });
  }

  #conclude(survey: Survey, { backend, reason }: BackendDecision, model: ModelFacts): Analysis {
    const { durationSec, pictures, windows } = survey;
    const timeline = this.#judged.slice();
    return {
      fileName: this.file.name,
      durationSec,
      pictures,
      timeline,
      totalWindows: windows.length,
      ...summarise(timeline),
      model,
      backend,
      backendReason: reason,
      timings: {
        decodingMs: this.#surveyingAtMs - this.#readingAtMs,
        featuresMs: this.#surveyedAtMs - this.#surveyingAtMs,
        inferenceMs: performance.now() - this.#judgingAtMs,
      },
    };
  }
}
