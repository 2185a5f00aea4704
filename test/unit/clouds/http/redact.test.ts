import assert from 'node:assert/strict';
import { redact } from '../../../../src/clouds/http/redact.ts';

const secret = 'canary7Secret+/Of=NoCloud';

describe('redaction', () => {
  const texts = {
    'a signature header': `authorization: ACS3-HMAC-SHA256 Credential=LTAI5tCanaryCanary,SignedHeaders=host,Signature=${secret}`,
    'a bearer header': `"Authorization": "Bearer ${secret}"`,
    'a token header': `x-acs-security-token: ${secret}`,
    'another token header': `X-Security-Token: ${secret}`,
    'a query': `https://example.com/?SecurityToken=${secret}&Action=List`,
    'a form': `Signature=${secret}&Version=1`,
    JSON: `{"AccessKeySecret": "${secret}", "kept": 1}`,
    'a configuration file': `access_key_secret = ${secret}`,
    'an environment': `ALIBABA_CLOUD_ACCESS_KEY_SECRET=${secret}`,
    'a temporary token in a text': 'token STS.canary7SecretOfNoCloud was refused',
    'a key id in a text': 'key LTAI5tcanary7SecretOfNo was refused',
  };
  for (const [where, text] of Object.entries(texts)) {
    it(`removes the secret of ${where}`, () => {
      assert.doesNotMatch(redact(text), /canary/i);
    });
  }

  it('removes known secrets wherever they stand, also percent-encoded', () => {
    const text = `before ${secret} between ${encodeURIComponent(secret)} after`;
    assert.equal(redact(text, [undefined, secret, '']), 'before … between … after');
  });

  it('leaves the rest alone', () => {
    for (const text of [
      'The signature does not match.',
      'CreateResourceShare cn-hangzhou 200 12 ms 2F23CFB6-A721-4E90-AC1E-0E30FA8B45DA',
      'You cannot access the specified resource at this time.',
      'https://example.com/?Action=List&ResourceOwner=Self',
    ]) {
      assert.equal(redact(text), text);
    }
  });

  for (const [what, piece] of Object.entries({
    'schemes of signatures': 'access=ACS3&',
    'quotes that never close': `access="access='`,
    blanks: 'password        ',
    'beginnings of key ids': 'LTAI',
  })) {
    it(`is soon done with megabytes of ${what}`, () => {
      const text = redact(piece.repeat(4_000_000 / piece.length));
      assert.ok(text.length <= 400_000);
    });
  }

  it('keeps what surrounds a secret', () => {
    assert.equal(redact(`a=1&Signature=${secret}&b=2`), 'a=1&Signature=…&b=2');
    assert.equal(redact('{"SecurityToken":"x y","kept":true}'), '{"SecurityToken":…,"kept":true}');
  });
});
