import './zod-settings.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { config, t } from '@vscode/l10n';
import { parseHostMessage, type InitMessage } from '../protocol.ts';
import { element } from './element.ts';
import { SharePage } from './share-page.ts';
import { connectHost } from './vscode-api.ts';

const host = connectHost();
const root = element('div', { id: 'form' });
document.body.append(root);
let page: SharePage | undefined;

window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const parsed = parseHostMessage(data);
  if (!parsed.ok) {
    host.post({ type: 'dropped', reason: parsed.reason });
    return;
  }
  if (parsed.message.type === 'init') start(parsed.message);
  else page?.receive(parsed.message);
});
window.addEventListener('pagehide', () => page?.flush());

const kept = host.kept();
host.post({ type: 'ready', ...(kept ? { draft: kept.draft } : {}) });

function start(init: InitMessage): void {
  document.documentElement.lang = init.locale;
  if (init.l10n) config({ contents: init.l10n });
  if (init.destination) {
    page = new SharePage(host, root, init, init.destination);
    return;
  }
  page = undefined;
  root.replaceChildren(
    element(
      'main',
      {},
      element('h1', { text: t('The account is gone') }),
      element('p', {
        text: t(
          'The account of this form is not configured any more. Add it again, or close the form.',
        ),
      }),
    ),
  );
}
