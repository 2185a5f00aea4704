import * as vscode from 'vscode';
import { CloudError } from '../clouds/cloud-error.ts';
import type { RequestRecord } from '../clouds/cloud.ts';
import { shown } from '../model/untrusted-text.ts';
import { LinesInOrder } from './lines-in-order.ts';

/** The log channel: one line a request, errors with code and request id, and nothing secret. */
export class Log {
  readonly #channel: vscode.LogOutputChannel;
  readonly #lines = new LinesInOrder(async () => (await import('../clouds/http/redact.ts')).redact);
  /** Where VS Code writes it. */
  readonly file: vscode.Uri;

  /** @param folder that of the extension's logs in this window */
  constructor(folder: vscode.Uri) {
    this.#channel = vscode.window.createOutputChannel('Resource Share Explorer', { log: true });
    this.file = vscode.Uri.joinPath(folder, `${this.#channel.name}.log`);
  }

  /** Resolves once VS Code has all lines until now. */
  get written(): Promise<void> {
    return this.#lines.written;
  }

  request(accountLabel: string, record: RequestRecord): void {
    const { operation, region, outcome, durationMs, attempt, requestId } = record;
    const duration = `${Math.round(durationMs)} ms`;
    const tried = attempt > 1 ? `try ${attempt}` : '';
    this.#write('info', [operation, accountLabel, region, outcome, duration, requestId, tried]);
  }

  info(message: string): void {
    this.#write('info', [message]);
  }

  error(error: unknown): void {
    if (error instanceof CloudError) {
      const { operation, code, message, requestId } = error.details;
      this.#write('error', [operation, code, message, requestId]);
      return;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#lines.add((clean) => this.#channel.error(clean(text)));
  }

  #write(level: 'info' | 'error', parts: readonly (string | undefined)[]): void {
    this.#lines.add((clean) => {
      // First the secrets: one that is cut off in the middle is not known for one any more.
      const words = parts.map((part = '') => shown(clean(part)));
      this.#channel[level](words.filter((word) => word !== '').join(' · '));
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
