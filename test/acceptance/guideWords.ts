import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import type { GuideStrings } from '../../src/webview/protocol/strings';

/** The panel's words as its source has them, each put through `say`: they come from VS Code's own localisation. */
export function guideWords(say: (text: string) => string = (text) => text): GuideStrings {
  const source = readFileSync(path.resolve(__dirname, '../../src/ui/guide/guideStrings.ts'), 'utf8');
  const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exported: { guideStrings?: () => GuideStrings } = {};
  runInNewContext(outputText, { exports: exported, require: () => ({ l10n: { t: say } }) });
  if (!exported.guideStrings) {
    throw new Error('guideStrings.ts exports no guideStrings.');
  }
  return exported.guideStrings();
}
