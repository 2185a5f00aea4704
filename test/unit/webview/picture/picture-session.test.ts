import assert from 'node:assert/strict';
import { turnOfOthers } from '../../../../src/model/pieces.ts';
import { PictureSession } from '../../../../src/vscode/picture/picture-session.ts';
import {
  parsePictureHostMessage,
  parsePictureState,
  type PictureHostMessage,
  type WordedPicture,
} from '../../../../src/webview/picture-protocol.ts';
import { smallPicture } from '../../vscode/picture/worded-pictures.ts';

const subjects = [{ kind: 'share', cloud: 'alibaba', region: 'cn-hangzhou', id: 'rs-1' }] as const;

function open(open_: (key: string) => Promise<void> = () => Promise.resolve()) {
  const posted: PictureHostMessage[] = [];
  const logged: string[] = [];
  const exported: PictureSession[] = [];
  let picture: WordedPicture = smallPicture;
  const session = new PictureSession(
    (message) => {
      posted.push(message);
    },
    {
      picture: (of) => {
        assert.deepEqual(of, subjects);
        return picture;
      },
      open: open_,
      export: (own) => {
        exported.push(own);
        return Promise.resolve();
      },
      log: (message) => {
        logged.push(message);
      },
    },
    { subjects, language: { locale: 'zh-cn', l10n: { Fit: '适应窗口' } } },
  );
  const show = (next: WordedPicture): void => {
    picture = next;
    session.refresh();
  };
  return { session, posted, logged, exported, show };
}

describe('PictureSession', () => {
  it('tells the page what to draw in its language, in messages that the page takes', () => {
    const { session, posted } = open();
    session.receive({ type: 'ready' });
    assert.deepEqual(posted, [
      {
        ...{ type: 'init', locale: 'zh-cn', l10n: { Fit: '适应窗口' } },
        ...{ subjects: [...subjects], picture: smallPicture },
      },
    ]);
    assert.ok(parsePictureHostMessage(posted[0]).ok);
  });

  it('tells it again only what looks otherwise, and nothing where nobody listens', () => {
    const { session, posted, show } = open();
    show({ ...smallPicture, title: 'early' });
    assert.equal(posted.length, 0);
    session.receive({ type: 'ready' });
    show({ ...smallPicture, title: 'early' });
    assert.equal(posted.length, 1);
    show({ ...smallPicture, title: 'late' });
    assert.deepEqual(posted.at(-1), {
      type: 'picture',
      picture: { ...smallPicture, title: 'late' },
    });
    assert.equal(session.picture.title, 'late');
    session.close();
    show(smallPicture);
    assert.equal(posted.length, 2);
  });

  it('gets the SVG file from the page', async () => {
    const { session, posted } = open();
    const svgs = Promise.all([session.svg(), session.svg()]);
    assert.deepEqual(posted, [{ type: 'draw' }, { type: 'draw' }]);
    session.receive({ type: 'drawn', svg: '<svg/>' });
    session.receive({ type: 'drawn', svg: 'late' });
    assert.deepEqual(await svgs, ['<svg/>', '<svg/>']);
  });

  it('opens and exports what the page asks for, and writes down what fails', async () => {
    const opened: string[] = [];
    const { session, exported, logged } = open((key) => {
      opened.push(key);
      return Promise.reject(new Error('no such row'));
    });
    session.receive({ type: 'open', key: 'r' });
    session.receive({ type: 'export' });
    await turnOfOthers();
    assert.deepEqual(opened, ['r']);
    assert.deepEqual(exported, [session]);
    assert.deepEqual(logged, ['Picture: Error: no such row']);
  });

  it('drops what it does not know, and says nowhere what was in it', () => {
    const { session, posted, logged } = open();
    for (const data of [null, 'canary', { type: 'open' }, { type: 'drawn', svg: ['canary'] }]) {
      session.receive(data);
    }
    session.receive({ type: 'dropped', reason: 'picture.title (invalid_type)' });
    assert.deepEqual(posted, []);
    assert.equal(logged.length, 5);
    assert.doesNotMatch(logged.join(), /canary/u);
  });

  it('comes back with what the page kept, and with nothing that is not its own', () => {
    assert.deepEqual(parsePictureState({ subjects, scale: 1.5 }), { subjects, scale: 1.5 });
    for (const state of [null, {}, { subjects, scale: 99 }, { subjects: [{}], scale: 1 }]) {
      assert.equal(parsePictureState(state), undefined);
    }
  });
});
