import assert from 'node:assert/strict';
import { redact, withoutSecrets } from '../../../../src/clouds/http/redact.ts';

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
    'an address with a password': `proxy https://canary:${encodeURIComponent(secret)}@proxy.example:3128 refused`,
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

  it('leaves no part of a secret that stands where a text is cut off', () => {
    for (const where of Object.values(texts)) {
      for (let before = 99_890; before <= 100_010; before += 7) {
        const text = `${'-'.repeat(before)} ${where}${'-'.repeat(50_000)}`;
        assert.doesNotMatch(redact(text), /canary/i, `${before} ${where}`);
      }
    }
    const known = `${'-'.repeat(99_990)}${secret}${'-'.repeat(50_000)}`;
    assert.doesNotMatch(redact(known, [secret]), /canary/i);
    // What is taken out makes room, and what follows comes nearer: not so near that a half of it is kept.
    const many = `Signature=${secret.repeat(100)}&`.repeat(60);
    assert.doesNotMatch(redact(many), /canary/i);
  });

  it('keeps the beginning of a long text, and all of one that only seems too long', () => {
    assert.equal(redact(`a${'-'.repeat(150_000)}`).length, 100_001);
    const short = `Signature=${'x'.repeat(110_000)}`;
    assert.equal(redact(short), 'Signature=…');
    assert.equal(withoutSecrets('-'.repeat(150_000)).length, 150_000);
  });

  it('keeps what surrounds a secret', () => {
    assert.equal(redact(`a=1&Signature=${secret}&b=2`), 'a=1&Signature=…&b=2');
    assert.equal(redact('{"SecurityToken":"x y","kept":true}'), '{"SecurityToken":…,"kept":true}');
  });
});
