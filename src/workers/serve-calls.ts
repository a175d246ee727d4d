import { toPlainError } from '../contract/errors';
import type { CallTable, Reply, Request } from './protocol';

/** A call's result, and which of its buffers move to the page instead of being copied. */
export interface Answer<Result> {
  readonly result: Result;
  readonly transfer?: readonly Transferable[];
}

/** One function for each call; whatever it throws reaches the caller as plain data. */
export type CallHandlers<Calls extends CallTable<Calls>> = {
  readonly [Kind in keyof Calls]: (
    argument: Calls[Kind]['argument'],
    reportProgress: (progress: Calls[Kind]['progress']) => void,
  ) => Answer<Calls[Kind]['result']> | Promise<Answer<Calls[Kind]['result']>>;
};

/** The worker's side of a message channel: its global scope, or a port. */
export interface MessageScope {
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
}

/** Answers every request that reaches this worker; requests run as they come, they do not wait for one another. */
export function serveCalls<Calls extends CallTable<Calls>>(scope: MessageScope, handlers: CallHandlers<Calls>): void {
  const send = (reply: Reply<Calls>, transfer: readonly Transferable[] = []): void => {
    scope.postMessage(reply, { transfer: [...transfer] });
  };
  const answer = async ({ id, kind, argument }: Request<Calls>): Promise<void> => {
    try {
      const { result, transfer } = await handlers[kind](argument, (progress) => {
        send({ id, kind: 'progress', progress });
      });
      send({ id, kind: 'result', result }, transfer);
    } catch (thrown) {
      send({ id, kind: 'failed', error: toPlainError(thrown) });
    }
  };
  scope.addEventListener('message', (event: MessageEvent<Request<Calls>>) => {
    void answer(event.data);
  });
}
