import type { Page } from 'playwright-core';

/**
 * What VS Code's `SecretStorage` holds, as text by extension and key. In the server it is a sealed text in the browser:
 * AES-GCM under a key of which one half stands before the text and the other half is asked from the server.
 */
export async function storedSecrets(page: Page): Promise<Readonly<Record<string, string>>> {
  const text = await page.evaluate(unsealed);
  return JSON.parse(text) as Record<string, string>;
}

/** Runs in the page. */
async function unsealed(): Promise<string> {
  const sealed = localStorage.getItem('secrets.provider');
  if (sealed === null) return '{}';
  const bytes = Uint8Array.from(atob(sealed.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
    letter.charCodeAt(0),
  );
  const answer = await fetch('/mint-key', { method: 'POST', credentials: 'include' });
  const server = new Uint8Array(await answer.arrayBuffer());
  const key = await crypto.subtle.importKey(
    'raw',
    bytes.slice(0, 32).map((byte, index) => byte ^ (server[index] ?? 0)),
    'AES-GCM',
    true,
    ['decrypt'],
  );
  const plain = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: bytes.slice(32, 44) },
    key,
    bytes.slice(44),
  );
  return new TextDecoder().decode(plain);
}
