import assert from 'node:assert/strict';
import { errorTable } from '../../../src/sandbox/alibaba/error-table.ts';
import { asContent, Bench, list, text } from '../caller.ts';
import { changeCases } from './change-cases.ts';
import { listCases } from './list-cases.ts';
import { otherCases } from './other-cases.ts';
import { invited, own, vSwitch, type Stage } from './stage.ts';

const cases = [...changeCases, ...listCases, ...otherCases];

describe('errors of the sandbox', () => {
  let stage: Stage;
  before(async () => {
    const bench = await Bench.start({ settleMs: 0 });
    const { alibaba } = await bench.control('/state');
    const directory = asContent(asContent(alibaba).directory);
    const folder = list(directory, 'folders').find((found) => found.name === 'Production');
    const member = bench.account('member').accountId;
    const share = await bench.create('owner', { Resources: [vSwitch('vsw-1')], Targets: [member] });
    await bench.settle();
    stage = {
      bench,
      member,
      share,
      owner: bench.account('owner').accountId,
      outsider: bench.account('outsider').accountId,
      folder: text(folder ?? {}, 'id'),
      directory: text(directory, 'id'),
    };
  });
  after(() => stage.bench.stop());

  const reached = new Set<string>();

  for (const [index, { code, action, who = 'owner', region, input, finish }] of cases.entries()) {
    it(`${action} answers ${code} (${index})`, async () => {
      const parameters = typeof input === 'function' ? await input(stage) : input;
      const answer = await stage.bench.call(
        who,
        action,
        parameters,
        region === undefined ? {} : { region },
      );
      await finish?.(stage);
      assert.equal(answer.content.Code, code, JSON.stringify(answer.content));
      const texts = Object.entries(errorTable).filter(([key]) => key.replace(/#.*/, '') === code);
      assert.ok(
        texts.some(
          ([, { status, message }]) =>
            status === answer.status && message === answer.content.Message,
        ),
      );
      reached.add(code);
    });
  }

  it('refuses an expired invitation', async () => {
    const input = await invited(stage);
    await stage.bench.advance(7 * 24 * 3_600_000);
    for (const action of ['AcceptResourceShareInvitation', 'RejectResourceShareInvitation']) {
      assert.equal(await stage.bench.code('outsider', action, input), 'InvitationStatus.Expired');
    }
  });

  it('refuses what an identity may not do', async () => {
    const { bench, owner } = stage;
    const operations = ['ListResourceShares', 'ChangeResourceGroup'];
    await bench.control('/alibaba/deny', { accountId: owner, operations });
    const answer = await bench.call('owner', 'ListResourceShares', own);
    assert.equal(answer.status, 403);
    assert.equal(answer.content.Code, 'NoPermission');
    const detail = asContent(answer.content.AccessDeniedDetail);
    assert.equal(detail.AuthAction, 'resourcesharing:ListResourceShares');
    assert.equal(
      await bench.code('owner', 'ChangeResourceGroup'),
      'NoPermission.ChangeResourceGroup',
    );
    await bench.control('/alibaba/deny', { accountId: owner, operations: [] });
  });

  /** What no request can cause: an accident inside the cloud, or a part of it that the sandbox lacks. */
  const byFaultOnly = [
    'InvalidProtocol.NeedSsl',
    'Throttling',
    'Throttling.Api',
    'Forbidden.RAM',
    'InternalError',
    'ServiceUnavailable',
    'EntityAlreadyExists.ResourceShare',
    'ConcurrentExecutionError',
    'ActionNotPermitted.CreateServiceLinkedRole',
    'AlreadyDisabled',
    'SystemError',
  ];

  for (const code of byFaultOnly) {
    it(`can be told to answer ${code}`, async () => {
      await stage.bench.control('/faults', { operation: '*', fault: { kind: 'error', code } });
      assert.equal(await stage.bench.code('owner', 'DescribeRegions'), code);
    });
  }

  /** Reached in signature.test.ts, throttling.test.ts, assume-role.test.ts and directory.test.ts, or in the tests above this one. */
  const elsewhere =
    /^(InvalidAccessKeyId|Signature|IncompleteSignature|InvalidSignatureMethod|InvalidTimeStamp|InvalidSecurityToken|MissingSecurityToken|MissingAccessKeyId|MissingAction|MissingVersion|MissingTimestamp|MissingSignatureNonce|InvalidProduct|InvalidAction|InvalidVersion|UnsupportedHTTPMethod|Throttling\.User|NoPermission|InvitationStatus\.Expired|EntityNotExist\.Role|InvalidParameter\.(?:Role|DurationSeconds)|EntityNotExists\.ResourceDirectory|ResourceDirectoryNotInUse)/;

  it('has no error that nothing reaches', () => {
    const codes = Object.keys(errorTable).map((key) => key.replace(/#.*/, ''));
    const missing = codes.filter(
      (code) => !reached.has(code) && !byFaultOnly.includes(code) && !elsewhere.test(code),
    );
    assert.deepEqual(missing, []);
  });
});
