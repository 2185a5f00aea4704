import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/vscode/pages/page-html.ts';

const options = {
  scriptUri: 'https://res.test/form.js',
  styleUri: 'https://res.test/styles.css',
  codiconUri: 'https://res.test/codicon.css',
  cspSource: 'https://res.test',
  nonce: 'abc123',
  locale: 'en',
  title: 'Create resource share',
};

describe('the HTML of a page', () => {
  it('allows one script by its nonce, styles and fonts of the extension, and nothing else', () => {
    const html = pageHtml(options);
    const [, policy = ''] = /Content-Security-Policy" content="([^"]*)"/u.exec(html) ?? [];
    assert.deepEqual(policy.replaceAll('&#39;', "'").split('; '), [
      "default-src 'none'",
      "script-src 'nonce-abc123'",
      'style-src https://res.test',
      'font-src https://res.test',
    ]);
    assert.doesNotMatch(html, /<style|style=|\son\w+=|unsafe/u);
    assert.equal(html.match(/<script/gu)?.length, 1);
  });

  it('keeps a title with markup in it a title', () => {
    const html = pageHtml({ ...options, title: '</title><script>alert("x")</script>' });
    assert.match(html, /<title>&lt;\/title&gt;&lt;script&gt;alert\(&quot;x&quot;\)/u);
    assert.equal(html.match(/<script/gu)?.length, 1);
  });
});
