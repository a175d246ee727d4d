import { ProgressBar } from '../src/training/progress-bar';

/** Progress of a command that does several things one after the other: a bar for each. */
export class ProgressStages {
  private bar: ProgressBar | null = null;

  readonly update = (stage: string, done: number, total: number): void => {
    this.bar ??= new ProgressBar(stage);
    this.bar.update(done, total);
    if (done === total) this.bar = null;
  };
}
