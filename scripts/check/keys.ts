/** The keys of `locales` that code names, as the compiler reads it: a key put together from parts counts as each it can be. */
import type { Node, TemplateExpression } from 'typescript/unstable/ast';
import { isNoSubstitutionTemplateLiteral, isStringLiteral, isTemplateExpression } from 'typescript/unstable/ast/is';
import { API, type Checker, type Type } from 'typescript/unstable/sync';

const KEY = /^[a-z]+\.[a-z0-9_]+$/;
const HEAD = /^[a-z]+\.[a-z0-9_]*$/;
const PART = /^[a-z0-9_]*$/;

/** Something in code that looks like a key. */
export interface NamedKey {
  /** From the project's folder. */
  readonly path: string;
  /** As it is written. */
  readonly written: string;
  /** What it can be; `undefined` when a part of it may be any text. */
  readonly keys: readonly string[] | undefined;
}

/**
 * @param folder has a tsconfig.json; ends with `/`
 * @param rooms folders in it that are looked at
 */
export function namedKeys(folder: string, rooms: readonly string[]): readonly NamedKey[] {
  const api = new API({ cwd: folder });
  try {
    const [project] = api.updateSnapshot({ openProjects: [`${folder}tsconfig.json`] }).getProjects();
    if (!project) throw new Error(`${folder} has no tsconfig.json`);
    const files = project.program
      .getSourceFileNames()
      .filter((file) => rooms.some((room) => isIn(folder + room, file)));
    return files.flatMap((file) => {
      const source = project.program.getSourceFile(file);
      return source ? [...keysUnder(source, file.slice(folder.length), project.checker)] : [];
    });
  } finally {
    api.close();
  }
}

const isIn = (room: string, file: string): boolean => file.startsWith(`${room}/`);

function* keysUnder(node: Node, path: string, checker: Checker): Generator<NamedKey> {
  if (isStringLiteral(node) || isNoSubstitutionTemplateLiteral(node)) {
    if (KEY.test(node.text)) yield { path, written: node.text, keys: [node.text] };
  } else if (isTemplateExpression(node) && looksLikeAKey(node)) {
    yield { path, written: node.getText(), keys: possible(node, checker) };
  }
  const children: Node[] = [];
  node.forEachChild((child) => void children.push(child));
  for (const child of children) yield* keysUnder(child, path, checker);
}

const looksLikeAKey = ({ head, templateSpans }: TemplateExpression): boolean =>
  HEAD.test(head.text) && templateSpans.every(({ literal }) => PART.test(literal.text));

function possible({ head, templateSpans }: TemplateExpression, checker: Checker): readonly string[] | undefined {
  let keys: readonly string[] | undefined = [head.text];
  for (const { expression, literal } of templateSpans) {
    const type = checker.getTypeAtLocation(expression);
    const values = type && valuesOf(type, checker);
    keys = values && keys?.flatMap((key) => values.map((value) => `${key}${value}${literal.text}`));
  }
  return keys;
}

/** `undefined`: not only literals. */
function valuesOf(type: Type, checker: Checker): readonly string[] | undefined {
  if (type.isStringLiteralType() || type.isNumberLiteralType()) return [String(type.value)];
  if (type.isTypeParameter()) {
    const constraint = checker.getBaseConstraintOfType(type);
    return constraint && valuesOf(constraint, checker);
  }
  if (!type.isUnionType()) return undefined;
  const values = type.getTypes().map((one) => valuesOf(one, checker));
  return values.every((one) => one !== undefined) ? values.flat() : undefined;
}
