import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { machineCauses } from '../../../src/session/doctor/finding';
import { commandIds, contextKeys, labOf, settingIds, stepOf, viewIds } from '../../../src/ui/commandIds';
import manifest from '../../../package.json';
import words from '../../../package.nls.json';

const root = path.resolve(__dirname, '../../..');
const text = JSON.stringify(manifest);
const { contributes } = manifest;

/** Every command of ours that a text links to with arguments, and those. */
const linked = [...JSON.stringify(words).matchAll(/command:(aiLabs\.\w+)\?([\w.%-]+)/g)].map(
  ([, command = '', given = '']) => [command, JSON.parse(decodeURIComponent(given)) as unknown[]] as const);

/** Every `when` and `enablement` of the manifest. */
function clauses(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'when' || key === 'enablement') && typeof inner === 'string' ? [inner] : clauses(inner));
}

describe('the manifest agrees with the code', () => {
  it('in commands', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), Object.values(commandIds).sort());
    for (const command of contributes.commands) {
      assert.equal(command.category, 'AI Labs', command.command);
    }
  });

  it('in commands that menus and welcome texts name', () => {
    const known: string[] = Object.values(commandIds);
    const named = Object.values(contributes.menus).flat().map(({ command }) => command);
    const plain = [...JSON.stringify(words).matchAll(/command:([\w.]+)/g)].map((match) => match[1] ?? '');
    for (const command of [...named, ...plain]) {
      // VS Code itself makes a command that shows a view.
      assert.ok(known.includes(command) || command.startsWith('workbench.') || command === `${viewIds.careerPath}.focus`, command);
    }
  });

  it('in views', () => {
    assert.deepEqual(contributes.viewsContainers.activitybar.map(({ id }) => id), [viewIds.container]);
    assert.deepEqual(contributes.views.aiLabs.map(({ id }) => id).sort(), [viewIds.careerPath, viewIds.setup].sort());
    for (const panel of [viewIds.guide, viewIds.careerGuide]) {
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${panel}`), panel);
    }
  });

  it('in settings', () => {
    assert.deepEqual(Object.keys(contributes.configuration.properties).sort(), Object.values(settingIds).sort());
    for (const [id, setting] of Object.entries(contributes.configuration.properties)) {
      // A folder may say how long its labs idle and which come first, and nothing that reaches further.
      assert.equal(setting.scope, id === settingIds.idleMinutes || id === settingIds.enforceRequires ? 'machine-overridable' : 'machine', id);
    }
  });

  it('in context keys', () => {
    const ours: string[] = [...Object.values(contextKeys), viewIds.careerPath, viewIds.setup];
    for (const clause of clauses(contributes)) {
      for (const [key] of clause.matchAll(/aiLabs\.\w+/g)) {
        assert.ok(ours.includes(key), `${key} in ${clause}`);
      }
    }
  });

  it('in what completes a step of the walkthrough, and the lab it starts', () => {
    const [walkthrough] = contributes.walkthroughs;
    const events = walkthrough?.steps.flatMap(({ completionEvents }) => completionEvents) ?? [];
    assert.deepEqual(events, [
      `onContext:${contextKeys.engine} == ready`, `onView:${viewIds.careerPath}`, `onContext:${contextKeys.running} >= 1`, `onContext:${contextKeys.checked}`,
    ]);
    const named = linked.filter(([command]) => command !== commandIds.openSetting).map(([, given]) => given);
    assert.deepEqual(named, [[{ lab: 'ai-architect/first-steps' }], [{ lab: 'ai-architect/first-steps' }]]);
    assert.match(readFileSync(path.join(root, 'labs/catalog.yaml'), 'utf8'), /^id: ai-architect$/m);
    assert.ok(existsSync(path.join(root, 'labs/foundations/first-steps/lab.yaml')));
  });

  it('in settings that welcome texts show', () => {
    const known: string[] = Object.values(settingIds);
    const shown = linked.flatMap(([command, given]) => (command === commandIds.openSetting ? given : []));
    assert.ok(shown.length > 0);
    assert.deepEqual(shown.filter((id) => !known.includes(String(id))), []);
  });

  it('in every reason for which an engine or a machine cannot be used', () => {
    const engine = readFileSync(path.join(root, 'src/engines/engine.ts'), 'utf8');
    const reasons = [.../type EngineProblem = (.*);/.exec(engine)?.[1]?.matchAll(/'([\w-]+)'/g) ?? []].map((match) => match[1]);
    assert.ok(reasons.length > 3);
    const welcomed = contributes.viewsWelcome.flatMap(({ when }) => /aiLabs\.engine == '([\w-]+)'/.exec(when)?.[1] ?? []);
    assert.deepEqual(welcomed.sort(), reasons.sort());
    const ofMachines = contributes.viewsWelcome.flatMap(({ when }) => /aiLabs\.machine == '([\w-]+)'/.exec(when)?.[1] ?? []);
    assert.deepEqual(ofMachines.sort(), [...machineCauses].sort());
  });

  it('in one button for each of them, which is one action', () => {
    const setup = contributes.viewsWelcome.filter(({ when }) => /aiLabs\.(engine|machine) ==/.test(when));
    for (const { contents } of setup) {
      const lines = ((words as Record<string, string>)[contents.replaceAll('%', '')] ?? '').split('\n');
      assert.equal(lines.filter((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line)).length, 1, contents);
    }
  });

  it('in words: each is there, and none is left over', () => {
    const used = new Set([...text.matchAll(/"%([\w.-]+)%"/g)].map((match) => match[1] ?? ''));
    assert.deepEqual([...used].sort(), Object.keys(words).sort());
  });

  it('in files', () => {
    const files = [manifest.icon, ...[...text.matchAll(/"(media\/[\w./-]+)"/g)].map((match) => match[1] ?? '')];
    for (const file of files) {
      assert.ok(existsSync(path.join(root, file)), file);
    }
  });

  it('in next actions of errors', () => {
    const known: string[] = Object.values(commandIds);
    const named = sources(path.join(root, 'src')).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/command: '(aiLabs\.\w+)'/g)].map((match) => match[1] ?? ''));
    assert.deepEqual(named.filter((command) => !known.includes(command)), []);
  });
});

describe('arguments of commands', () => {
  it('are read, not trusted', () => {
    assert.equal(labOf({ lab: 'a/b' }), 'a/b');
    assert.equal(stepOf({ lab: 'a/b', step: 's' }), 's');
    for (const odd of [undefined, null, 'a/b', 5, {}, { lab: 5 }, { lab: '' }, []]) {
      assert.equal(labOf(odd), undefined);
    }
  });
});

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts')).map((name) => path.join(folder, name));
}
