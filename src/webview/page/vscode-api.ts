import type { Dropped, Parsed } from '../message.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's way to the host and to what VS Code keeps for it. */
export interface Host<Message, State> {
  post(message: Message): void;
  keep(state: State): void;
  /** Leaves nothing to come back with when the window is loaded again. */
  forget(): void;
  kept(): State | undefined;
}

/**
 * To be called once: VS Code gives its interface to a page only once.
 * @param parseState reads what was kept; undefined when it is not ours
 */
export function connectHost<Message, State>(
  parseState: (state: unknown) => State | undefined,
): Host<Message, State> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => {
      api.postMessage(message);
    },
    keep: (state) => {
      api.setState(state);
    },
    forget: () => {
      api.setState(null);
    },
    kept: () => parseState(api.getState()),
  };
}

/** Hears what the host says; what does not fit is dropped, and the host is told. */
export function listen<Message>(
  parse: (data: unknown) => Parsed<Message>,
  receive: (message: Message) => void,
  host: { post(message: Dropped): void },
): void {
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    const parsed = parse(data);
    if (parsed.ok) receive(parsed.message);
    else host.post({ type: 'dropped', reason: parsed.reason });
  });
}
