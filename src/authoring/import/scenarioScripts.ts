import type { YamlPath } from '../../curriculum/yamlNodes';
import type { Draft, DraftScript } from './draft';
import type { Fields } from './fields';
import { tellOfMachine } from './scenarioPage';
import type { SourceFolder } from './source';

/** What a scenario's scripts are read and written with. */
export interface ScriptContext {
  source: SourceFolder;
  draft: Draft;
  fields: Fields;
  /** Folder of the scenario in the source. */
  folder: string;
}

/** Where foreground scripts lie in the container, for the block that runs them. */
const inContainer = '/opt/scenario';

/**
 * Takes a script that a field names into the lab. Returns its path there; undefined where there is none. Scenarios run
 * their scripts with bash where they do not say otherwise.
 */
export function takeScript(context: ScriptContext, field: YamlPath, target: string): string | undefined {
  const { source, draft, fields, folder } = context;
  const name = fields.text(field);
  if (name === undefined || name.trim() === '') {
    return undefined;
  }
  const line = fields.line(field);
  const place = source.resolve(folder, name);
  if (place === undefined || !source.isFile(place)) {
    draft.losses.missing(fields.file, line, `The script ${name} ${place === undefined || source.leadsOut(place) ? 'lies outside of the source' : 'is not there'}.`);
    return undefined;
  }
  const text = source.textOf(place);
  tellOfMachine(text, place, draft);
  if (text.includes('/etc/killercoda/host') && !draft.content.has(hostFile)) {
    draft.content.set(hostFile, { bytes: 'http://localhost:PORT', runs: false });
    draft.files.push({ from: hostFile, to: '/etc/killercoda/host', mode: '0644' });
    draft.losses.changed(place, lineOf(text, '/etc/killercoda/host'), 'The address in /etc/killercoda/host leads to this machine from within only; the learner\'s browser uses “Open Port”.');
  }
  draft.content.set(target, { bytes: text.startsWith('#!') ? text : `#!/bin/bash\n${text}`, runs: true });
  return target;
}

const hostFile = 'environment/killercoda-host';

/** A script that runs beside everything else, as root, from when the lab or a step begins. */
export function takeBackground(context: ScriptContext, field: YamlPath, name: string): DraftScript[] {
  const run = takeScript(context, field, `environment/${name}-background.sh`);
  return run === undefined ? [] : [{ run, user: 'root', wait: false }];
}

/**
 * A script that is typed into the learner's terminal: in a lab its learner presses Run. Returns the block that does it;
 * undefined where there is no script.
 */
export function takeForeground(context: ScriptContext, field: YamlPath, name: string): string | undefined {
  const from = takeScript(context, field, `environment/${name}-foreground.sh`);
  if (from === undefined) {
    return undefined;
  }
  const to = `${inContainer}/${name}-foreground.sh`;
  context.draft.files.push({ from, to, mode: '0755' });
  context.draft.losses.changed(context.fields.file, context.fields.line(field), 'This was typed into the terminal by itself: the page begins with a block that does it.');
  return `Begin with this:\n\n\`\`\`sh\n. ${to}\n\`\`\`\n`;
}

function lineOf(text: string, part: string): number {
  return text.slice(0, text.indexOf(part)).split('\n').length;
}
