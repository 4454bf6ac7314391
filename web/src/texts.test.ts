// No text stands in JSX: every word of a screen is in a catalogue, in every language.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const SOURCE = join(process.cwd(), 'src');
// The gallery is for those who build and is not part of a build.
const FREE = ['app/gallery/'];
// Names are the same in every language.
const NAMES = new Set(['Hanse', 'Ctrl', 'Esc', 'CSV', 'JSON', 'UTC']);
const SPOKEN = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'aria-description', 'help', 'more', 'sub', 'facts', 'description']);
const WORD = /\p{L}{2,}/u;
// What a machine reads is the same in every language.
const COMMAND = /^(hanse |make |HANSE_|https?:\/\/)/;
const CODE = new Set(['code', 'kbd', 'pre']);

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.tsx') && !entry.name.endsWith('.test.tsx') ? [path] : [];
  });
}

export function hardCoded(name: string, code: string): string[] {
  const file = ts.createSourceFile(name, code, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const tell = (node: ts.Node, words: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (WORD.test(words) && !NAMES.has(words.trim()) && !COMMAND.test(words.trim())) found.push(`src/${name}:${line + 1}: ${words.trim()}; put it into a catalogue`);
  };
  const walk = (node: ts.Node, shown: boolean): void => {
    if (ts.isJsxElement(node) && CODE.has(node.openingElement.tagName.getText())) return;
    if (ts.isJsxText(node)) tell(node, node.text);
    else if (shown && (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))) tell(node, node.text);
    else if (shown && ts.isTemplateExpression(node)) for (const part of [node.head, ...node.templateSpans.map((one) => one.literal)]) tell(part, part.text);
    ts.forEachChild(node, (child) => walk(child, isShown(node, child, shown)));
  };
  walk(file, false);
  return found;
}

/** What is drawn or read out as it stands: children in braces, and attributes that are spoken. */
function isShown(parent: ts.Node, child: ts.Node, shown: boolean): boolean {
  if (ts.isJsxExpression(parent)) {
    const holder = parent.parent;
    return ts.isJsxAttribute(holder) ? SPOKEN.has(holder.name.getText()) : true;
  }
  if (ts.isJsxAttribute(parent)) return SPOKEN.has(parent.name.getText()) && child !== parent.name;
  // A choice between words is words; what is compared, called or looked up is not.
  if (ts.isConditionalExpression(parent)) return shown && child !== parent.condition;
  if (ts.isBinaryExpression(parent)) {
    const gives = [ts.SyntaxKind.AmpersandAmpersandToken, ts.SyntaxKind.BarBarToken, ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.PlusToken];
    return shown && gives.includes(parent.operatorToken.kind);
  }
  return shown && (ts.isParenthesizedExpression(parent) || ts.isTemplateExpression(parent));
}

test('no text of a screen is hard-coded', () => {
  const files = sources(SOURCE)
    .map((path) => [relative(SOURCE, path), path] as const)
    .filter(([name]) => FREE.every((folder) => !name.startsWith(folder)));
  expect(files.flatMap(([name, path]) => hardCoded(name, readFileSync(path, 'utf8')))).toEqual([]);
});

test.each([
  ['<p>Save</p>', 1],
  ['<p>{text.save}</p>', 0],
  ["<p title='Save it'>{count}</p>", 1],
  ["<p className='save it'>{count > 1 ? 'many' : text.one}</p>", 1],
  ['<p title={`Save ${name}`} />', 1],
  ["<p>{state === 'failed' && text.failed}</p>", 0],
  ['<b>Hanse</b>', 0],
])('%s has %s words in the wrong place', (code, count) => {
  expect(hardCoded('x.tsx', code)).toHaveLength(count);
});
