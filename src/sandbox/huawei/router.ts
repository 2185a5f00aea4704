import type { Operation } from './operation.ts';
import { WireError } from './wire-error.ts';

export interface Route {
  readonly operation: Operation;
  /** The `{name}` parts of the path. */
  readonly path: Readonly<Record<string, string>>;
}

/**
 * Finds the operation for a method and a path. Words win over `{ids}`, so that `/resource-shares/tags` is no share.
 * @throws WireError as the gateway does
 */
export function findRoute(operations: readonly Operation[], method: string, path: string): Route {
  const parts = path.replace(/\/$/, '').split('/');
  const fitting = operations
    .flatMap((operation) => {
      const found = matchPath(operation.path.split('/'), parts);
      return found === undefined ? [] : [{ operation, path: found }];
    })
    .sort((left, right) => Object.keys(left.path).length - Object.keys(right.path).length);
  const route = fitting.find(({ operation }) => operation.method === method);
  if (route === undefined)
    throw new WireError(fitting.length > 0 ? 'APIGW.0101#method' : 'APIGW.0101');
  return route;
}

function matchPath(
  template: readonly string[],
  parts: readonly string[],
): Readonly<Record<string, string>> | undefined {
  if (template.length !== parts.length) return undefined;
  const found: Record<string, string> = {};
  for (const [index, word] of template.entries()) {
    const part = parts[index] ?? '';
    const [, name] = /^\{(\w+)\}$/.exec(word) ?? [];
    if (name !== undefined && part !== '') found[name] = part;
    else if (word !== part) return undefined;
  }
  return found;
}
