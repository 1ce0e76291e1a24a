import ts from 'typescript';

const EMPTY_WORDS = new Set(['manager', 'helper', 'helpers', 'util', 'utils', 'base', 'impl']);
const wordsOf = (name: string): readonly string[] =>
  name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/).map((word) => word.toLowerCase());
const saysNothing = (name: string) => wordsOf(name).some((word) => EMPTY_WORDS.has(word));

/** Things whose name stands for a part of the design; a local `base` is an ordinary word. */
const isPart = (node: ts.Node) =>
  ts.isClassDeclaration(node) ||
  ts.isInterfaceDeclaration(node) ||
  ts.isTypeAliasDeclaration(node) ||
  ts.isEnumDeclaration(node) ||
  ts.isFunctionDeclaration(node);

/** What is wrong with the names of one file. */
export function badNames(file: string, text: string): readonly string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: string[] = saysNothing(file.slice(file.lastIndexOf('/') + 1)) ? [`${file}: the file's name says nothing`] : [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node))
      found.push(
        ...complaints(node).map((complaint) => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.text}: ${complaint}`),
      );
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function complaints(node: ts.Identifier): readonly string[] {
  const found: string[] = [];
  // Chinese terms are labels in events, messages and documents; an identifier is typed on any keyboard. A literal's key is a label.
  const label = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
  if (!label && !/^[\x20-\x7e]*$/.test(node.text)) found.push('not ASCII');
  const named = isPart(node.parent) && (node.parent as ts.NamedDeclaration).name === node;
  if (named && saysNothing(node.text)) found.push('says nothing');
  if (named && ts.isInterfaceDeclaration(node.parent) && /^I[A-Z][a-z]/.test(node.text)) found.push('I prefix');
  return found;
}
