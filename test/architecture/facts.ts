import { posix } from 'node:path';
import ts from 'typescript';

/** One source file, in memory or from disk. `path` is relative to the repository, with forward slashes. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

export interface Import {
  /** A path relative to the repository, such as `src/domain/cycle.ts`, the name of a package, or `node:` and a name. */
  readonly target: string;
  readonly kind: 'relative' | 'package' | 'node';
  /** True when nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
}

export const usages = ['reveal', 'machine clock', 'process.env', 'process.exit', 'any'] as const;
export type Usage = (typeof usages)[number];

/** What one file imports and which of the watched things it does, with the lines. */
export interface Facts {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly uses: readonly { readonly usage: Usage; readonly line: number }[];
}

/** Reads a file's imports and usages from its syntax tree; comments and texts do not count. */
export function factsOf({ path, text }: Source): Facts {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const uses: { usage: Usage; line: number }[] = [];
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1;

  const visit = (node: ts.Node): void => {
    const found = importIn(node);
    if (found !== undefined)
      imports.push({ ...target(path, found.specifier), typeOnly: found.typeOnly, line: lineOf(node) });
    const usage = usageIn(node);
    if (usage !== undefined) uses.push({ usage, line: lineOf(node) });
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { path, imports, uses };
}

function target(from: string, specifier: string): Pick<Import, 'target' | 'kind'> {
  if (specifier.startsWith('.'))
    return { target: posix.join(posix.dirname(from), specifier), kind: 'relative' };
  if (specifier.startsWith('node:')) return { target: specifier, kind: 'node' };
  const [scope = '', name = ''] = specifier.split('/');
  return { target: scope.startsWith('@') ? `${scope}/${name}` : scope, kind: 'package' };
}

/** The module that a node names: import, export from, import(), require(), import type and import = require(). */
function importIn(node: ts.Node): { readonly specifier: string; readonly typeOnly: boolean } | undefined {
  if (ts.isImportDeclaration(node))
    return named(
      node.moduleSpecifier,
      node.importClause !== undefined && carriesTypesOnly(node.importClause),
    );
  if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
    return named(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return named(node.argument.literal, true);
  if (ts.isExternalModuleReference(node)) return named(node.expression, false);
  if (!ts.isCallExpression(node)) return undefined;
  const loads =
    node.expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return loads && node.arguments[0] !== undefined ? named(node.arguments[0], false) : undefined;
}

/** An import whose module is not written out as a text cannot be checked, so it counts as a package of that name. */
const named = (
  specifier: ts.Node,
  typeOnly: boolean,
): { readonly specifier: string; readonly typeOnly: boolean } => ({
  specifier: ts.isStringLiteralLike(specifier) ? specifier.text : `(computed) ${specifier.getText()}`,
  typeOnly,
});

function carriesTypesOnly(clause: ts.ImportClause): boolean {
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  if (clause.name !== undefined || clause.namedBindings === undefined) return false;
  return (
    ts.isNamedImports(clause.namedBindings) &&
    clause.namedBindings.elements.every(({ isTypeOnly }) => isTypeOnly)
  );
}

function usageIn(node: ts.Node): Usage | undefined {
  if (node.kind === ts.SyntaxKind.AnyKeyword) return 'any';
  if (ts.isNewExpression(node) && isCalled(node.expression, 'Date'))
    return (node.arguments ?? []).length === 0 ? 'machine clock' : undefined;
  if (ts.isCallExpression(node) && isCalled(node.expression, 'Date')) return 'machine clock';
  const access = accessIn(node);
  if (access === undefined) return undefined;
  if (access.member === 'reveal') return 'reveal';
  if (isCalled(access.of, 'Date') && access.member === 'now') return 'machine clock';
  if (isCalled(access.of, 'Temporal') && access.member === 'Now') return 'machine clock';
  if (isCalled(access.of, 'process') && access.member === 'env') return 'process.env';
  if (isCalled(access.of, 'process') && access.member === 'exit') return 'process.exit';
  return undefined;
}

/** `a.member`, `a['member']` and `const { member } = a`. */
function accessIn(node: ts.Node): { readonly of: ts.Node; readonly member: string } | undefined {
  if (ts.isPropertyAccessExpression(node)) return { of: node.expression, member: node.name.text };
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return { of: node.expression, member: node.argumentExpression.text };
  if (!ts.isBindingElement(node) || !ts.isVariableDeclaration(node.parent.parent)) return undefined;
  const member = node.propertyName ?? node.name;
  const of = node.parent.parent.initializer;
  return ts.isIdentifier(member) && of !== undefined ? { of, member: member.text } : undefined;
}

/** The name itself, or the name as a member of something, such as `globalThis.process`. */
const isCalled = (node: ts.Node, name: string): boolean =>
  (ts.isIdentifier(node) && node.text === name) ||
  (ts.isPropertyAccessExpression(node) && node.name.text === name);
