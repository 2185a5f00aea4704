import assert from 'node:assert/strict';
import {
  parsePastedList,
  parsePastedResources,
  parsePastedTags,
} from '../../../src/changes/paste.ts';
import { abilities } from '../../../src/clouds/alibaba/abilities.ts';
import { byArn, byId, vSwitchArn } from './drafts.ts';

describe('parsePastedList', () => {
  it('splits at commas, semicolons, white space and lines, each entry once', () => {
    assert.deepEqual(parsePastedList(' a, b;c\td\r\n\n e  a,,\n'), ['a', 'b', 'c', 'd', 'e']);
    assert.deepEqual(parsePastedList('一，二、三；一'), ['一', '二', '三']);
    assert.deepEqual(parsePastedList(' \n, '), []);
  });

  it('takes quotes and brackets of code off', () => {
    assert.deepEqual(parsePastedList(`["vsw-1", 'vsw-2']`), ['vsw-1', 'vsw-2']);
  });
});

describe('parsePastedResources', () => {
  const parse = (text: string, type?: string) => parsePastedResources(text, abilities, type);

  it('takes ARNs as they are and gives ids the type of the row', () => {
    assert.deepEqual(parse(`vsw-1, ${vSwitchArn('vsw-2')}\nvsw-1`, 'VSwitch'), [
      byId('vsw-1'),
      byArn(vSwitchArn('vsw-2')),
    ]);
    assert.deepEqual(parse('vsw-1'), [byId('vsw-1', '')]);
  });

  it('reads types before ids, alone or joined to them', () => {
    assert.deepEqual(parse('VSwitch vsw-1 vsw-2\nimage: m-1, Snapshot=s-1 s-2; VSwitch:vsw-3'), [
      byId('vsw-1'),
      byId('vsw-2'),
      byId('m-1', 'Image'),
      byId('s-1', 'Snapshot'),
      byId('s-2', 'Snapshot'),
      byId('vsw-3'),
    ]);
  });

  it('keeps the same id under two types apart', () => {
    assert.deepEqual(parse('Image x-1 Snapshot x-1'), [
      byId('x-1', 'Image'),
      byId('x-1', 'Snapshot'),
    ]);
  });
});

describe('parsePastedTags', () => {
  it('takes a key and a value of each line, up to the first equals sign or tab', () => {
    assert.deepEqual(
      parsePastedTags(' env = prod \r\n\nurl=https://a/b?c=d\nteam\tnet core\nbare\n=x\n'),
      [
        { key: 'env', value: 'prod' },
        { key: 'url', value: 'https://a/b?c=d' },
        { key: 'team', value: 'net core' },
        { key: 'bare', value: '' },
        { key: '', value: 'x' },
      ],
    );
    assert.deepEqual(parsePastedTags(' \n=\n'), []);
  });

  it('takes the same tag once, and keeps a key with two values for the check', () => {
    assert.deepEqual(parsePastedTags('env=a\nenv=a\nenv=b'), [
      { key: 'env', value: 'a' },
      { key: 'env', value: 'b' },
    ]);
  });
});
