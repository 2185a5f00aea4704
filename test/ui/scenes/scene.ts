import type { Workbench } from '../harness/workbench.ts';

/** What a picture of the window shows, and how large it is. */
export interface Scene {
  readonly viewport: { readonly width: number; readonly height: number };
  /** How much wider than at first the sidebar is. */
  readonly sidebar: number;
  /** Settings of VS Code that it looks best with. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Brings it about in a window on the sandbox's demo accounts, with the view *Shares* open. */
  set(workbench: Workbench): Promise<void>;
}
