import '../zod-settings.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-toolbar-button/index.js';
import {
  parsePictureHostMessage,
  parsePictureState,
  type PicturePageMessage,
  type PictureState,
} from '../../picture-protocol.ts';
import { speak } from '../language.ts';
import { connectHost, listen } from '../vscode-api.ts';
import { PicturePage } from './picture-page.ts';

const host = connectHost<PicturePageMessage, PictureState>(parsePictureState);
let page: PicturePage | undefined;

listen(
  parsePictureHostMessage,
  (message) => {
    switch (message.type) {
      case 'init':
        speak(message);
        page?.remove();
        page = new PicturePage(host, message);
        document.body.append(page.element);
        page.show();
        return;
      case 'picture':
        page?.update(message.picture);
        return;
      case 'draw':
        if (page) host.post({ type: 'drawn', svg: page.svgFile() });
    }
  },
  host,
);
host.post({ type: 'ready' });
