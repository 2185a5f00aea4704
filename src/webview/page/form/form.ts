import '../zod-settings.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-progress-bar/index.js';
import '@vscode-elements/elements/dist/vscode-textarea/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import { t } from '@vscode/l10n';
import {
  parseHostMessage,
  parsePageState,
  type InitMessage,
  type PageMessage,
  type PageState,
} from '../../form-protocol.ts';
import { element } from '../element.ts';
import { speak } from '../language.ts';
import { connectHost, listen } from '../vscode-api.ts';
import { SharePage } from './share-page.ts';

const host = connectHost<PageMessage, PageState>(parsePageState);
const root = element('div', { id: 'form' });
document.body.append(root);
let page: SharePage | undefined;

listen(
  parseHostMessage,
  (message) => {
    if (message.type === 'init') start(message);
    else page?.receive(message);
  },
  host,
);
const kept = host.kept();
host.post({ type: 'ready', ...(kept ? { draft: kept.draft } : {}) });

const tellFocus = (): void => {
  host.post({ type: 'focus', isIn: document.hasFocus() });
};
window.addEventListener('focus', tellFocus);
window.addEventListener('blur', tellFocus);
tellFocus();

function start(init: InitMessage): void {
  speak(init);
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
