import type { Parsed } from '../../webview/message.ts';

interface Receiver<Message> {
  /** What the page is called in the log. */
  readonly page: string;
  readonly parse: (data: unknown) => Parsed<Message>;
  readonly handle: (message: Message) => Promise<void>;
  readonly log: (text: string) => void;
}

/** Takes a message of a page: one that does not fit is dropped, and what fails is written down. */
export function receiveMessage<Message>(
  data: unknown,
  { page, parse, handle, log }: Receiver<Message>,
): void {
  const parsed = parse(data);
  if (!parsed.ok) {
    log(`${page}: dropped a message of the page: ${parsed.reason}`);
    return;
  }
  handle(parsed.message).catch((error: unknown) => {
    log(`${page}: ${String(error)}`);
  });
}
