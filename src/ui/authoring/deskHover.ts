import { readFile } from 'node:fs/promises';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { keyText, type KeyText, type SchemaNode } from '../../authoring/desk/schemaText';
import type { OpenLabs } from './openLabs';
import { rangeOf } from './ranges';

/** VS Code's YAML extension shows the same from the same schema. */
const yamlExtension = 'redhat.vscode-yaml';

/** What a key of lab.yaml means, for who points at it. */
export class DeskHover implements vscode.HoverProvider {
  private schema?: Promise<SchemaNode>;

  constructor(
    private readonly labs: OpenLabs,
    private readonly schemas: string,
  ) {}

  async provideHover({ uri }: vscode.TextDocument, { line, character }: vscode.Position): Promise<vscode.Hover | undefined> {
    const current = vscode.extensions.getExtension(yamlExtension) ? undefined : await this.labs.current(uri);
    const at = current?.look.source.file === uri.fsPath ? current.look.document.at(line + 1, character + 1) : undefined;
    if (at?.part !== 'key') {
      return undefined;
    }
    this.schema ??= readFile(path.join(this.schemas, 'lab.schema.json'), 'utf8').then((text) => JSON.parse(text) as SchemaNode);
    const text = keyText(await this.schema, at.path);
    return text && new vscode.Hover(inWords(text), rangeOf(at.range));
  }
}

function inWords({ description, default: value, example, choices, needed }: KeyText): vscode.MarkdownString {
  const words = new vscode.MarkdownString();
  words.appendMarkdown(needed ? `${description} **${vscode.l10n.t('Needed.')}**` : description);
  for (const [name, said] of [
    [vscode.l10n.t('Default'), value],
    [vscode.l10n.t('One of'), choices.join(', ') || undefined],
    [vscode.l10n.t('Example'), example],
  ]) {
    if (said !== undefined) {
      words.appendMarkdown(`\n\n${name ?? ''}: \`${said.replace(/`/g, '\'')}\``);
    }
  }
  return words;
}
