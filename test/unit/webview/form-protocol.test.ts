import assert from 'node:assert/strict';
import { abilities as alibaba } from '../../../src/clouds/alibaba/abilities.ts';
import { abilities as huawei } from '../../../src/clouds/huawei/abilities.ts';
import {
  parseHostMessage,
  parsePageMessage,
  parsePageState,
  type HostMessage,
} from '../../../src/webview/form-protocol.ts';
import { draftForShare, emptyDraft } from './drafts.ts';

describe('the protocol of the form', () => {
  for (const abilities of [alibaba, huawei]) {
    it(`brings everything that a cloud can do across unchanged: ${abilities.cloud}`, () => {
      const message: HostMessage = {
        type: 'destination',
        destination: {
          scope: emptyDraft.destination,
          ownerId: '1512666876910123',
          // As it arrives: the channel carries JSON.
          abilities: JSON.parse(JSON.stringify(abilities)) as typeof abilities,
          existing: [],
        },
      };
      const parsed = parseHostMessage(message);
      assert.ok(parsed.ok);
      assert.deepEqual(parsed.message, message);
    });
  }

  it('drops types that it does not know', () => {
    assert.equal(parsePageMessage({ type: 'runCommand', command: 'x' }).ok, false);
    assert.equal(parseHostMessage({ type: 'submit', draft: emptyDraft }).ok, false);
    for (const data of [undefined, null, 1, 'ready', [], {}]) {
      assert.equal(parsePageMessage(data).ok, false);
      assert.equal(parseHostMessage(data).ok, false);
    }
  });

  it('says where a message is wrong, and nothing of what it holds', () => {
    const parsed = parsePageMessage({ type: 'submit', draft: { ...emptyDraft, name: ['canary'] } });
    assert.ok(!parsed.ok);
    assert.match(parsed.reason, /draft\.name/u);
    assert.doesNotMatch(parsed.reason, /canary/u);
  });

  it('lets nothing through that it does not name', () => {
    const parsed = parseHostMessage({
      type: 'failed',
      draft: emptyDraft,
      done: [],
      error: { kind: 'denied', code: 'c', message: 'm', operation: 'o', cause: 'canary' },
    });
    assert.ok(parsed.ok);
    assert.doesNotMatch(JSON.stringify(parsed.message), /canary/u);
  });

  it('reads what VS Code kept, and takes nothing else for it', () => {
    const state = { draft: draftForShare, destinationOpen: true };
    assert.deepEqual(parsePageState(state), state);
    assert.equal(parsePageState({ draft: {} }), undefined);
    assert.equal(
      parsePageState({ ...state, draft: { ...draftForShare, tags: [{ key: 'k' }] } }),
      undefined,
    );
    assert.equal(parsePageState(undefined), undefined);
  });

  it('reads drafts from before there were descriptions and tags', () => {
    const { description, tags, ...older } = draftForShare;
    const draft = { ...older, description: '', tags: [] };
    assert.deepEqual([description, tags], ['', []]);
    const state = { draft: older, destinationOpen: false };
    assert.deepEqual(parsePageState(state), { ...state, draft });
    const parsed = parsePageMessage({ type: 'draftChanged', draft: older });
    assert.ok(parsed.ok);
    assert.deepEqual(parsed.message, { type: 'draftChanged', draft });
  });
});
