import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { inProject } from '../paths.ts';

/** Strings that the code shows, by the key that VS Code looks their translation up with. */
export interface CodeStrings {
  readonly strings: ReadonlyMap<string, string>;
  /** Calls whose text is not written where they are, so that no translation can be prepared. */
  readonly unreadable: readonly string[];
}

/**
 * Reads the calls of `t` from `@vscode/l10n` and of `vscode.l10n.t`. The extractor of `@vscode/l10n-dev` passes over
 * the first kind where `t` is imported by name.
 */
export function readCodeStrings(files: readonly string[]): CodeStrings {
  const strings = new Map<string, string>();
  const unreadable: string[] = [];
  for (const file of files) {
    const content = readFileSync(inProject(file), 'utf8');
    const source = ts.createSourceFile(file, content, ts.ScriptTarget.Latest, true);
    const names = importedNames(source);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isTranslation(node.expression, names)) {
        const message = readMessage(node.arguments[0]);
        if (message === undefined) {
          const { line } = source.getLineAndCharacterOfPosition(node.getStart());
          unreadable.push(`${file}:${line + 1}`);
        } else {
          strings.set(message.key, message.text);
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { strings, unreadable };
}

/** What `t` of `@vscode/l10n` is called in a file. */
function importedNames(source: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of source.statements) {
    if (!ts.isImportDeclaration(statement)) continue;
    const { moduleSpecifier, importClause } = statement;
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== '@vscode/l10n') continue;
    const bindings = importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) continue;
    for (const { name, propertyName } of bindings.elements) {
      if ((propertyName ?? name).text === 't') names.add(name.text);
    }
  }
  return names;
}

/** `t(…)` as imported, `l10n.t(…)` or `vscode.l10n.t(…)`. */
function isTranslation(callee: ts.Expression, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(callee)) return names.has(callee.text);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 't') return false;
  const owner = callee.expression;
  return (
    (ts.isIdentifier(owner) && owner.text === 'l10n') ||
    (ts.isPropertyAccessExpression(owner) && owner.name.text === 'l10n')
  );
}

function readMessage(
  argument: ts.Expression | undefined,
): { readonly key: string; readonly text: string } | undefined {
  if (argument === undefined) return undefined;
  if (!ts.isObjectLiteralExpression(argument)) {
    const text = readText(argument);
    return text === undefined ? undefined : { key: text, text };
  }
  const text = readText(property(argument, 'message'));
  const comment = property(argument, 'comment');
  if (text === undefined) return undefined;
  if (comment === undefined) return { key: text, text };
  const lines = ts.isArrayLiteralExpression(comment)
    ? comment.elements.map(readText)
    : [readText(comment)];
  return { key: `${text}/${lines.join('')}`, text };
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const entry of object.properties) {
    if (ts.isPropertyAssignment(entry) && entry.name.getText() === name) return entry.initializer;
  }
  return undefined;
}

/** A text written as one literal, or as a sum of literals. */
function readText(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [readText(node.left), readText(node.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  return undefined;
}
