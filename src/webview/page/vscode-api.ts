import { parsePageState, type PageMessage, type PageState } from '../protocol.ts';

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

/** The page's way to the host and to what VS Code keeps for it. */
export interface Host {
  post(message: PageMessage): void;
  keep(state: PageState): void;
  /** Leaves nothing to come back with when the window is loaded again. */
  forget(): void;
  kept(): PageState | undefined;
}

export function connectHost(): Host {
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
    kept: () => parsePageState(api.getState()),
  };
}
