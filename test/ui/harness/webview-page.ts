import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

/** A webview of ours that is open in the editor area; the workbench wraps its page in two frames. */
export class WebviewPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Where to look for what is on the page. */
  get content(): FrameLocator {
    return this.#page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  get body(): Locator {
    return this.content.locator('body');
  }

  /** The frame itself, to run a script in it. */
  async frame(): Promise<Frame> {
    await this.body.waitFor();
    const handle = await this.body.elementHandle();
    const frame = await handle.ownerFrame();
    if (!frame) throw new Error('No webview is open.');
    return frame;
  }
}
