import * as vscode from 'vscode';
import type { RequestRecord } from '../clouds/cloud.ts';
import { InOrder } from './in-order.ts';

/** The log channel: one line a request, errors with code and request id, and nothing secret. */
export class Log {
  readonly #channel: vscode.LogOutputChannel;
  readonly #lines = new InOrder(() => import('./log-text.ts'));
  /** Where VS Code writes it. */
  readonly file: vscode.Uri;

  /** @param folder that of the extension's logs in this window */
  constructor(folder: vscode.Uri) {
    this.#channel = vscode.window.createOutputChannel('Resource Share Explorer', { log: true });
    this.file = vscode.Uri.joinPath(folder, `${this.#channel.name}.log`);
  }

  /** Resolves once VS Code has all lines until now. */
  get written(): Promise<void> {
    return this.#lines.done;
  }

  request(accountLabel: string, record: RequestRecord): void {
    this.#lines.add(({ requestLine }) => {
      this.#channel.info(requestLine(accountLabel, record));
    });
  }

  info(message: string): void {
    this.#lines.add(({ messageLine }) => {
      this.#channel.info(messageLine(message));
    });
  }

  error(error: unknown): void {
    this.#lines.add(({ errorText }) => {
      this.#channel.error(errorText(error));
    });
  }

  show(): void {
    this.#channel.show();
  }

  /** Ends it with its last line. */
  async end(): Promise<void> {
    await this.written;
    this.#channel.dispose();
  }
}
