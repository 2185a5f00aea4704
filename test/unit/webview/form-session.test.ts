import assert from 'node:assert/strict';
import type { ShareDraft } from '../../../src/changes/draft.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { CloudError, type CloudErrorDetails } from '../../../src/clouds/cloud-error.ts';
import {
  FormSession,
  type PlanOptions,
  type ShareFormServices,
  type SubmitOptions,
  type SubmitResult,
} from '../../../src/vscode/forms/form-session.ts';
import { parseHostMessage, type HostMessage } from '../../../src/webview/form-protocol.ts';
import { draftForShare, emptyDraft } from './drafts.ts';

const denied: CloudErrorDetails = {
  kind: 'denied',
  code: 'NoPermission',
  message: 'You are not authorized.',
  operation: 'AssociateResourceShare',
  requestId: 'request-1',
  cause: 'stays with the host',
};

/** A session with a panel that writes down what it is told. */
function open(
  options: {
    readonly draft?: ShareDraft;
    readonly destinationOpen?: boolean;
    readonly services?: Partial<ShareFormServices>;
  } = {},
) {
  const posted: HostMessage[] = [];
  const copied: string[] = [];
  const logged: string[] = [];
  const unseen: [CloudErrorDetails, ShareDraft][] = [];
  let closed = false;
  let hadFocus = false;
  let settle: (result: SubmitResult) => void = () => assert.fail('nothing is being sent');
  let sent: { readonly draft: ShareDraft; readonly options: SubmitOptions } | undefined;
  const session = new FormSession(
    {
      post: (message) => {
        const parsed = parseHostMessage(JSON.parse(JSON.stringify(message)));
        assert.ok(parsed.ok, 'the page would drop this message');
        posted.push(message);
      },
      draftReplaced: () => undefined,
      copy: (text) => copied.push(text),
      close: (hasFocus) => {
        closed = true;
        hadFocus = hasFocus;
      },
    },
    {
      accounts: () => [
        { id: 'owner', cloud: 'alibaba', label: 'Owner', ownerId: '1', regions: ['cn-hangzhou'] },
        { id: 'member', cloud: 'alibaba', label: 'Member', ownerId: '2', regions: ['cn-beijing'] },
      ],
      abilities: () => Promise.resolve(abilities),
      permissions: () => Promise.resolve([]),
      shareRows: () => [],
      submit: (draft, submitOptions) => {
        sent = { draft, options: submitOptions };
        return new Promise((resolve) => {
          settle = resolve;
        });
      },
      showPlan: () => Promise.resolve(false),
      failedUnseen: (error, notSent) => unseen.push([error, notSent]),
      log: (message) => logged.push(message),
      ...options.services,
    },
    {
      draft: options.draft ?? emptyDraft,
      destinationOpen: options.destinationOpen ?? false,
      openedAt: 0,
      language: { locale: 'en' },
    },
  );
  return {
    session,
    posted,
    copied,
    logged,
    unseen,
    isClosed: () => closed,
    hadFocus: () => hadFocus,
    sent: () => sent ?? assert.fail('nothing was sent'),
    say: async (message: unknown) => {
      session.receive(message);
      await turn();
    },
    settle: async (result: SubmitResult) => {
      settle(result);
      await turn();
    },
    last: <Type extends HostMessage['type']>(type: Type) =>
      posted.findLast((message): message is Extract<HostMessage, { type: Type }> => {
        return message.type === type;
      }) ?? assert.fail(`no ${type} was posted`),
  };
}

/** Lets promises that are settled already go all their way. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

describe('the session of a form', () => {
  it('answers a page that is ready with all it needs', async () => {
    const form = open({
      draft: draftForShare,
      services: {
        shareRows: () => [
          {
            shareId: 'rs-1',
            kind: 'resource',
            entityId: 'vsw-9',
            entityType: 'VSwitch',
            status: { state: 'associated', text: 'Associated' },
            failures: [],
            createdAt: '',
            updatedAt: '',
          },
        ],
      },
    });
    await form.say({ type: 'ready' });
    const init = form.last('init');
    assert.deepEqual(init.draft, draftForShare);
    assert.equal(init.destination?.ownerId, '1');
    assert.deepEqual(
      init.destination.existing.map(({ entityId, state }) => [entityId, state]),
      [['vsw-9', 'associated']],
    );
  });

  it('goes on with the draft that the page kept', async () => {
    const form = open();
    await form.say({ type: 'ready', draft: { ...emptyDraft, name: 'typed before' } });
    assert.equal(form.last('init').draft.name, 'typed before');
  });

  it('never becomes a form for something else by what a page says', async () => {
    const form = open({ draft: draftForShare });
    const other = { ...draftForShare, share: { id: 'rs-2', name: 'x', allowExternal: true } };
    const elsewhere = { ...draftForShare, destination: { accountId: 'member', region: 'x' } };
    await form.say({ type: 'ready', draft: other });
    await form.say({ type: 'draftChanged', draft: elsewhere });
    await form.say({ type: 'chooseDestination', destination: elsewhere.destination });
    assert.deepEqual(form.session.draft, draftForShare);
    await form.say({ type: 'submit', draft: other });
    assert.equal(form.session.sending, false);
  });

  it('follows the choice of another account where that is open', async () => {
    const form = open({ destinationOpen: true });
    const destination = { accountId: 'member', region: 'cn-beijing' };
    await form.say({ type: 'chooseDestination', destination });
    assert.equal(form.last('destination').destination.ownerId, '2');
    assert.deepEqual(form.session.draft.destination, destination);
  });

  it('says so when the account of a form is gone', async () => {
    const form = open({ services: { accounts: () => [] } });
    await form.say({ type: 'ready' });
    assert.equal(form.last('init').destination, undefined);
  });

  it('passes permissions on, or why they could not be read', async () => {
    const destination = emptyDraft.destination;
    const good = open();
    await good.say({ type: 'loadPermissions', destination });
    assert.deepEqual(good.last('permissions').result, { kind: 'loaded', permissions: [] });

    const bad = open({
      services: { permissions: () => Promise.reject(new CloudError(denied)) },
    });
    await bad.say({ type: 'loadPermissions', destination });
    const { result } = bad.last('permissions');
    assert.ok(result.kind === 'failed');
    assert.equal(result.error.code, 'NoPermission');
    assert.ok(!('cause' in result.error));
  });

  it('sends once, tells the progress, and closes', async () => {
    const form = open();
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'b' } });
    assert.equal(form.sent().draft.name, 'a');
    form.sent().options.onProgress(1, 3);
    assert.deepEqual(form.last('progress'), { type: 'progress', done: 1, total: 3 });
    await form.settle({ kind: 'done' });
    assert.equal(form.isClosed(), true);
  });

  it('keeps what was not sent, and copies the request id of the failure only', async () => {
    const form = open();
    await form.say({ type: 'copyRequestId' });
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    await form.settle({
      kind: 'failed',
      error: denied,
      done: ['Share created'],
      notSent: draftForShare,
    });
    assert.deepEqual(form.session.draft, draftForShare);
    assert.deepEqual(form.last('failed').done, ['Share created']);
    await form.say({ type: 'copyRequestId' });
    assert.deepEqual(form.copied, ['request-1']);
    assert.equal(form.isClosed(), false);
  });

  it('tells a failure again to a page that was hidden when it came, over the older draft of that page', async () => {
    const form = open();
    const typed = { ...emptyDraft, name: 'a' };
    await form.say({ type: 'submit', draft: typed });
    await form.settle({ kind: 'failed', error: denied, done: [], notSent: draftForShare });
    form.posted.length = 0;
    await form.say({ type: 'ready', draft: typed });
    assert.deepEqual(form.last('init').draft, draftForShare);
    assert.equal(form.last('failed').error.code, 'NoPermission');
  });

  it('says that it is sending to a page that comes back meanwhile', async () => {
    const form = open();
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    await form.say({ type: 'ready' });
    assert.equal(form.last('init').sending, true);
  });

  it('cancels by the signal', async () => {
    const form = open();
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    await form.say({ type: 'cancel' });
    assert.equal(form.sent().options.signal.aborted, true);
  });

  it('does not lose the keyboard where it closes with it', async () => {
    for (const isIn of [true, false]) {
      const form = open({ draft: emptyDraft });
      await form.say({ type: 'focus', isIn: true });
      await form.say({ type: 'focus', isIn });
      await form.say({ type: 'submit', draft: emptyDraft });
      await form.settle({ kind: 'done' });
      assert.deepEqual([form.isClosed(), form.hadFocus()], [true, isIn]);
    }
  });

  it('goes on sending when it is closed, and tells a failure elsewhere', async () => {
    const form = open();
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    form.session.close();
    assert.equal(form.sent().options.signal.aborted, false);
    await form.settle({ kind: 'failed', error: denied, done: [], notSent: draftForShare });
    assert.deepEqual(form.unseen, [[denied, draftForShare]]);
  });

  it('stops at the end of the extension, and tells nobody', async () => {
    const form = open();
    await form.say({ type: 'submit', draft: { ...emptyDraft, name: 'a' } });
    form.session.dispose();
    assert.equal(form.sent().options.signal.aborted, true);
    await form.settle({ kind: 'failed', error: denied, done: [], notSent: emptyDraft });
    assert.deepEqual(form.unseen, []);
  });

  it('keeps the draft when sending fails in a way that nobody foresaw', async () => {
    const form = open({ services: { submit: () => Promise.reject(new Error('a mistake')) } });
    const draft = { ...emptyDraft, name: 'a' };
    await form.say({ type: 'submit', draft });
    assert.deepEqual(form.last('failed').draft, draft);
    assert.match(form.logged.join('\n'), /a mistake/u);
  });

  it('logs messages that it drops', async () => {
    const form = open();
    await form.say({ type: 'openUrl', url: 'https://example.test' });
    assert.equal(form.logged.length, 1);
    assert.equal(form.posted.length, 0);
  });

  for (const sent of [true, false]) {
    it(`shows what its draft would do, and ${sent ? 'closes once that was sent' : 'stays where it was not'}`, async () => {
      const shownDrafts: ShareDraft[] = [];
      const form = open({
        services: {
          showPlan: (draft) => {
            shownDrafts.push(draft);
            return Promise.resolve(sent);
          },
        },
      });
      const draft = { ...emptyDraft, name: 'a' };
      await form.say({ type: 'showPlan', draft });
      assert.deepEqual(shownDrafts, [draft]);
      assert.equal(form.isClosed(), sent);
      assert.deepEqual(form.session.draft, draft);
    });
  }

  it('is sent once, by itself or by the plan that was shown last', async () => {
    const plans: { mayApply: () => boolean; end: (sent: boolean) => void }[] = [];
    const form = open({
      services: {
        showPlan: (_draft, { mayApply }) =>
          new Promise((end) => {
            plans.push({ mayApply, end });
          }),
      },
    });
    const sent = () => {
      try {
        return form.sent().draft.name;
      } catch {
        return 'nothing';
      }
    };
    const draft = { ...emptyDraft, name: 'a' };
    await form.say({ type: 'showPlan', draft });
    await form.say({ type: 'showPlan', draft });
    assert.equal(plans[0]?.mayApply(), false);
    assert.equal(plans[1]?.mayApply(), true);
    await form.say({ type: 'submit', draft });
    assert.equal(sent(), 'nothing');
    // Nothing came of it: the form is there again.
    plans[1].end(false);
    await turn();
    await form.say({ type: 'showPlan', draft });
    await form.say({ type: 'submit', draft });
    assert.equal(sent(), 'a');
    assert.equal(plans[2]?.mayApply(), false);
  });

  /** Shows the plan of a draft, and gives what the page of the plan was given. */
  async function withPlan(draft: ShareDraft) {
    let plan: { options: PlanOptions; end: (sent: boolean) => void } | undefined;
    const form = open({
      draft,
      services: {
        showPlan: (_draft, options) =>
          new Promise((end) => {
            plan = { options, end };
          }),
      },
    });
    await form.say({ type: 'showPlan', draft });
    return { form, plan: plan ?? assert.fail('no plan was shown') };
  }

  it('is not sent by a plan of what it held before it was changed, and keeps the change', async () => {
    const draft = { ...emptyDraft, name: 'a' };
    const { form, plan } = await withPlan(draft);
    // The page tells what is in it when it is hidden, and when it is shown again: that is no change.
    await form.say({ type: 'draftChanged', draft: structuredClone(draft) });
    await form.say({ type: 'ready', draft: structuredClone(draft) });
    await form.say({ type: 'draftChanged', draft: { ...draft, name: 'b' } });
    assert.equal(plan.options.mayApply(), false);
    plan.end(false);
    await turn();
    assert.equal(form.session.draft.name, 'b');
    assert.equal(form.isClosed(), false);
    assert.equal(form.session.sending, false);
  });

  it('tells the page how far its plan has come, by which that forgets what it held, and can stop it', async () => {
    const draft = { ...emptyDraft, name: 'a' };
    const { form, plan } = await withPlan(draft);
    assert.equal(plan.options.mayApply(), true);
    await form.say({ type: 'ready', draft });
    assert.equal(form.last('init').sending, true);
    plan.options.onProgress(0, 3);
    assert.deepEqual(form.last('progress'), { type: 'progress', done: 0, total: 3 });
    await form.say({ type: 'cancel' });
    assert.equal(plan.options.signal.aborted, true);
    plan.end(true);
    await turn();
    assert.equal(form.isClosed(), true);
  });
});
