export interface PageHtmlOptions {
  /** Addresses as the page may load them. */
  readonly scriptUri: string;
  readonly styleUri: string;
  readonly codiconUri: string;
  /** Where styles and fonts may come from: `webview.cspSource`. */
  readonly cspSource: string;
  /** A new one for every page. */
  readonly nonce: string;
  readonly locale: string;
  readonly title: string;
}

/** A page: an empty body, one script and two stylesheets, and nothing else allowed. */
export function pageHtml(options: PageHtmlOptions): string {
  const { cspSource, nonce } = options;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(options.locale)}">
<head>
<meta charset="UTF-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(options.title)}</title>
<link rel="stylesheet" href="${attribute(options.codiconUri)}" id="vscode-codicon-stylesheet">
<link rel="stylesheet" href="${attribute(options.styleUri)}">
</head>
<body>
<script nonce="${attribute(nonce)}" src="${attribute(options.scriptUri)}"></script>
</body>
</html>`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Makes a text safe as text and as the value of an attribute. */
function attribute(text: string): string {
  return text.replace(/[&<>"']/gu, (character) => entities[character] ?? '');
}
