// Stands in for what code-server adds in front of the VS Code server: one half of the key that the page seals secrets
// with. Without it, `SecretStorage` forgets everything when the window is loaded again.
const { randomBytes } = require('node:crypto');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const http = require('node:http');
const { join } = require('node:path');

const emit = http.Server.prototype.emit;

http.Server.prototype.emit = function (event, request, response) {
  if (event === 'request' && request.method === 'POST' && request.url === '/mint-key') {
    response.end(keyHalf());
    return true;
  }
  return Reflect.apply(emit, this, arguments);
};

/** Lies with the rest of the server's data, so that a restart finds the secrets again. */
function keyHalf() {
  const data = process.argv[process.argv.indexOf('--server-data-dir') + 1];
  const file = join(data, 'key-half');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32), { mode: 0o600 });
  return readFileSync(file);
}
