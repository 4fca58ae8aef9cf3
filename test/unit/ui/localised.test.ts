import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { getL10nJson, getL10nPseudoLocalized } from '@vscode/l10n-dev';
import ts from 'typescript';
import words from '../../../package.nls.json';
import bundle from '../../../l10n/bundle.l10n.json';

const root = path.resolve(__dirname, '../../..');

/** Source files of a folder. */
function sources(folder: string): { file: string; text: string }[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ file: path.join(folder, name), text: readFileSync(path.join(root, folder, name), 'utf8') }));
}

/** Calls whose words are for the log, or for whoever mends a bug. */
const ownWords = /^(onTrouble|.*\.onTrouble|.*\bguard|.*\brecord|.*\.show|(this\.)?log\.\w+|.*\.log\.\w+|warn|Error|.*\bcreateOutputChannel|RegExp)$/;

/** Calls of the folders without `vscode` whose words are for the log, for a shell, or for whoever mends a bug. */
const innerWords = /^(Error|CancelledError|RegExp|(.*\.)?log\.\w+|writer\.line|.*\.(startsWith|endsWith|includes|split|replaceAll|test))$/;

/** Begins like a sentence. */
const sentence = /^\P{Letter}*\p{Lu}\p{Letter}*[ ,].*\p{Letter}/u;

/** Two words, of which no shell and no page is made. */
const phrase = /^(?![^]*(\n\s|\$[A-Za-z{]|\|\||\d?>\/|--\w+=|<\w+ \w+=|^(export|set|exec) |\necho ))[^]*\p{L}{2,}[,:]? \p{L}+/u;

/** What an error's next action says. */
function onAButton({ parent }: ts.Node): boolean {
  return ts.isPropertyAssignment(parent) && /^(label|text)$/.test(parent.name.getText());
}

/** Text in quotes that looks said and is not put through localisation. */
function unlocalised({ file, text }: { file: string; text: string }, said = sentence, own = ownWords): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsEqualsEqualsToken)) {
      return;
    }
    if ((ts.isCallExpression(node) || ts.isNewExpression(node)) && (/l10n\.t$/.test(node.expression.getText()) || own.test(node.expression.getText()))) {
      // What is put into a sentence may hold words too.
      node.arguments?.slice(1).forEach((argument) => /l10n\.t$/.test(node.expression.getText()) && visit(argument));
      return;
    }
    const words = ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) ? node.text : '';
    if (!/^(AI Labs$|<!DOCTYPE)/.test(words) && (said.test(words) || (own === innerWords && /\p{L}{2}/u.test(words) && onAButton(node))) && !ts.isLiteralTypeNode(node.parent)) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${words}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Calls of `l10n.t` that would be made before anybody has told the language. */
function early({ file, text }: { file: string; text: string }): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || (ts.isPropertyDeclaration(node) && !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword))) {
      return;
    }
    if (ts.isCallExpression(node) && /l10n\.t$/.test(node.expression.getText())) {
      found.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1} ${node.getText()}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('words', function () {
  // Every source file is parsed.
  this.timeout(60_000);

  it('of the editor’s part are localised', () => {
    const found = [...sources('src/ui'), { file: 'src/extension.ts', text: readFileSync(path.join(root, 'src/extension.ts'), 'utf8') }].flatMap((source) => unlocalised(source));
    assert.deepEqual(found, []);
  });

  it('of the pages come from the extension', () => {
    assert.deepEqual(sources('src/webview').flatMap((source) => unlocalised(source)), []);
  });

  for (const folder of ['src/checks', 'src/session', 'src/engines', 'src/progress']) {
    it(`of ${folder} are localised`, () => {
      // Of what is exported the portfolio alone has words for people, in a file of their own (and portfolio.test.ts sees to it).
      assert.deepEqual(sources(folder).filter(({ file }) => !/export.(?!portfolioWords)\w+\.ts$/.test(file)).flatMap((source) => unlocalised(source, phrase, innerWords)), []);
    });
  }

  it('are asked for when they are needed, not when a file is loaded', () => {
    assert.deepEqual(sources('src').flatMap(early), []);
  });

  it('are in the bundle that translators get, each of them and no other', async () => {
    const all = sources('src').filter(({ text }) => text.includes('l10n')).map(({ text }) => ({ extension: '.ts', contents: text }));
    const made = await getL10nJson(all);
    assert.deepEqual(bundle, made, 'npm run l10n writes it anew');
  });

  it('keep their places when they are translated', () => {
    for (const given of [bundle, words]) {
      const pseudo = getL10nPseudoLocalized(given) as Record<string, string | { message: string }>;
      for (const [key, value] of Object.entries(given) as [string, string | { message: string }][]) {
        const text = (message: string | { message: string } | undefined): string => (typeof message === 'object' ? message.message : (message ?? ''));
        const places = (message: string): string[] => [...message.matchAll(/\{\d\}/g)].map(([place]) => place).sort();
        assert.deepEqual(places(text(pseudo[key])), places(text(value)), key);
      }
    }
  });
});
