import * as vscode from 'vscode';
import { CloudError } from '../clouds/cloud-error.ts';
import type { RequestRecord } from '../clouds/cloud.ts';
import { shown } from '../model/untrusted-text.ts';

/** The log channel: one line a request, errors with code and request id, and nothing secret. */
export class Log implements vscode.Disposable {
  readonly #channel: vscode.LogOutputChannel;
  /** Where VS Code writes it. */
  readonly file: vscode.Uri;

  /** @param folder that of the extension's logs in this window */
  constructor(folder: vscode.Uri) {
    this.#channel = vscode.window.createOutputChannel('Resource Share Explorer', { log: true });
    this.file = vscode.Uri.joinPath(folder, `${this.#channel.name}.log`);
  }

  request(accountLabel: string, record: RequestRecord): void {
    const { operation, region, outcome, durationMs, attempt, requestId } = record;
    const line = [
      operation,
      shown(accountLabel),
      region,
      outcome,
      `${Math.round(durationMs)} ms`,
      requestId === undefined ? '' : shown(requestId),
      attempt > 1 ? `try ${attempt}` : '',
    ]
      .filter((part) => part !== '')
      .join(' · ');
    this.#channel.info(line);
  }

  info(message: string): void {
    this.#write('info', shown(message));
  }

  error(error: unknown): void {
    if (error instanceof CloudError) {
      const { operation, code, message, requestId } = error.details;
      this.#channel.error(
        [operation, code, shown(message), requestId ?? '']
          .filter((part) => part !== '')
          .join(' · '),
      );
      return;
    }
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.#write('error', text);
  }

  /** What takes secrets out loads with the first line that may hold one. */
  #write(level: 'info' | 'error', text: string): void {
    void import('../clouds/http/redact.ts')
      .then(({ redact }) => {
        this.#channel[level](redact(text));
      })
      // The window has let go of the channel meanwhile.
      .catch(() => undefined);
  }

  show(): void {
    this.#channel.show();
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
