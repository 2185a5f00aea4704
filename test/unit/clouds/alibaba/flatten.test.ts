import assert from 'node:assert/strict';
import { formBody } from '../../../../src/clouds/alibaba/flatten.ts';

describe('the form of a call', () => {
  it('counts lists from 1 and names the fields of pairs after a dot', () => {
    assert.equal(
      formBody({
        Targets: ['a', 'b'],
        Resources: [{ ResourceId: 'vsw-1', ResourceType: 'VSwitch' }],
      }),
      'Resources.1.ResourceId=vsw-1&Resources.1.ResourceType=VSwitch&Targets.1=a&Targets.2=b',
    );
  });

  it('leaves out what is absent and what is empty, but keeps false and empty texts', () => {
    assert.equal(
      formBody({ A: undefined, B: [], C: false, D: '', E: 0, Tag: [{ Key: 'k', Value: '' }] }),
      'C=false&D=&E=0&Tag.1.Key=k&Tag.1.Value=',
    );
  });

  it('sorts by code unit, so that capitals and digits come where signatures expect them', () => {
    const many = Array.from({ length: 10 }, (_, index) => ({ Key: String(index) }));
    const keys = formBody({ Targets: ['t'], TargetProperties: [{ TargetId: 't' }], Tag: many })
      .split('&')
      .map((pair) => pair.split('=')[0]);
    assert.deepEqual(keys, [
      'Tag.1.Key',
      'Tag.10.Key',
      ...[2, 3, 4, 5, 6, 7, 8, 9].map((index) => `Tag.${index}.Key`),
      'TargetProperties.1.TargetId',
      'Targets.1',
    ]);
  });

  it('percent-encodes all but unreserved characters, and survives decoding', () => {
    const name = "a b*c!d'e(f)g~h-i_j.k/l+m&n=o网络";
    const body = formBody({ Name: name });
    assert.match(body, /^Name=[A-Za-z0-9\-_.~%]+$/);
    assert.ok(body.includes('a%20b%2Ac%21d%27e%28f%29g~h-i_j.k%2Fl%2Bm%26n%3Do%E7%BD%91'));
    assert.equal(new URLSearchParams(body).get('Name'), name);
  });

  it('is empty for a call without parameters', () => {
    assert.equal(formBody({}), '');
  });
});
