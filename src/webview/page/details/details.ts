import '../zod-settings.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import {
  parseHostMessage,
  parsePageState,
  type PageMessage,
  type PageState,
} from '../../details-protocol.ts';
import { element } from '../element.ts';
import { speak } from '../language.ts';
import { connectHost, listen } from '../vscode-api.ts';
import { DetailsPage } from './details-page.ts';

const host = connectHost<PageMessage, PageState>(parsePageState);
const root = element('div', { id: 'details' });
document.body.append(root);
let page: DetailsPage | undefined;

listen(
  parseHostMessage,
  (message) => {
    if (message.type !== 'init') {
      page?.receive(message);
      return;
    }
    speak(message);
    page = new DetailsPage(host, root, message);
  },
  host,
);
host.post({ type: 'ready' });
