import type { ActionScript, Check, Fault, LabDefinition, Question, Step } from './lab';
import { terminalService } from './lab';
import { nearest } from './nearest';
import { matchesWhole, patternProblem } from './pattern';
import { additionOf } from './schemaProblems';
import type { YamlDocument } from './yamlDocument';
import type { YamlPath } from './yamlNodes';

/**
 * What a schema cannot see: names that lead nowhere, names given twice, settings that contradict each other. Reports
 * to the document. `definition` is what the schema made of the document, so that paths are those of the file.
 */
export function checkReferences(document: YamlDocument, definition: LabDefinition): void {
  const check = new References(document, definition);
  check.steps();
  check.scripts(['prepare'], definition.prepare);
  check.scripts(['setup'], definition.setup);
  check.places();
  check.wrongSolutions();
  check.inputs();
}

class References {
  private readonly services: string[];
  private readonly stepIds: string[];
  private readonly checkIds: string[];

  constructor(
    private readonly document: YamlDocument,
    private readonly definition: LabDefinition,
  ) {
    this.services = Object.keys(definition.services);
    this.stepIds = definition.steps.map((step) => step.id);
    this.checkIds = definition.steps.flatMap((step) => step.checks.map((check) => check.id));
  }

  steps(): void {
    const at = (index: number): YamlPath => ['steps', index];
    const { steps } = this.definition;
    this.unique('step', steps.map((step, index) => ({ id: step.id, path: [...at(index), 'id'] })));
    this.unique('check', steps.flatMap((step, index) => places(step.checks, [...at(index), 'checks'])));
    this.unique('question', steps.flatMap((step, index) => places(step.questions, [...at(index), 'questions'])));
    const earlier = new Set<string>();
    steps.forEach((step, index) => this.step(step, at(index), earlier));
  }

  places(): void {
    const { terminal, files, services } = this.definition;
    if (terminal !== undefined) {
      this.service(terminal, ['terminal']);
    }
    if (services[terminalService(this.definition)]?.hidden) {
      const path = terminal === undefined ? ['services', terminalService(this.definition), 'hidden'] : ['terminal'];
      this.document.report(path, 'value', 'hidden-terminal', "The learner's terminal cannot be in a hidden service. Name another one in `terminal`.");
    }
    files.forEach((file, index) => this.service(file.service, ['files', index, 'service']));
  }

  wrongSolutions(): void {
    this.definition.solution.wrong.forEach((wrong, index) => {
      const path = ['solution', 'wrong', index];
      if (wrong.after !== undefined) {
        this.known('step', wrong.after, this.stepIds, [...path, 'after']);
      }
      for (const [id, pattern] of Object.entries(wrong.fails)) {
        this.known('check', id, this.checkIds, [...path, 'fails', id], 'key');
        this.pattern(pattern, [...path, 'fails', id], 'warning');
      }
      if (Object.keys(wrong.fails).length === 0) {
        this.document.report([...path, 'fails'], 'key', 'too-few', '`fails` must name at least one check that this mistake fails.');
      }
    });
  }

  inputs(): void {
    for (const [name, input] of Object.entries(this.definition.inputs)) {
      this.pattern(input.pattern, ['inputs', name, 'pattern']);
      if (input.pattern && input.default !== undefined && !patternProblem(input.pattern) && !matchesWhole(input.pattern, input.default)) {
        this.document.report(['inputs', name, 'default'], 'value', 'wrong-value', 'The default does not match the `pattern` of this input.');
      }
    }
  }

  scripts(path: YamlPath, scripts: readonly ActionScript[]): void {
    scripts.forEach((script, index) => this.service(script.service, [...path, index, 'service']));
  }

  private step(step: Step, path: YamlPath, earlier: Set<string>): void {
    this.scripts([...path, 'before'], step.before);
    step.checks.forEach((check, index) => {
      this.check(check, [...path, 'checks', index], earlier);
      earlier.add(check.id);
    });
    step.questions.forEach((question, index) => this.question(question, [...path, 'questions', index]));
  }

  private check(check: Check, path: YamlPath, earlier: ReadonlySet<string>): void {
    if (check.run === undefined && check.script === undefined) {
      const fix = additionOf(this.document, path, 'run', `checks/${check.id}.sh`);
      this.document.report(path, 'key', 'missing-key', 'A check needs `run` (a script in a file) or `script` (written here).', { fix });
    } else if (check.run !== undefined && check.script !== undefined) {
      this.document.report([...path, 'script'], 'key', 'one-of', '`script` cannot stand beside `run`. Keep one of them.');
    }
    this.service(check.service, [...path, 'service']);
    check.needs.forEach((id, index) => {
      if (this.known('check', id, this.checkIds, [...path, 'needs', index]) && !earlier.has(id)) {
        const message = `The check \`${id}\` comes ${id === check.id ? 'with this very check' : 'later'}; a check can only need earlier ones.`;
        this.document.report([...path, 'needs', index], 'value', 'bad-order', message);
      }
    });
    check.faults.forEach((fault, index) => this.fault(check, fault, index, [...path, 'faults', index]));
    if (check.faults.length > 0 && check.parallel) {
      this.document.report([...path, 'parallel'], 'key', 'one-of', '`parallel` cannot stand beside `faults`: a check that disturbs services runs alone. Keep one of them.');
    }
  }

  private fault(check: Check, fault: Fault, index: number, path: YamlPath): void {
    const [kind = '', service = ''] = Object.entries(fault)[0] ?? [];
    const place = [...path, kind];
    if (!this.known('service', service, this.services, place)) {
      return;
    }
    if ((kind === 'stop' || kind === 'pause') && service === (check.service ?? terminalService(this.definition))) {
      this.document.report(place, 'value', 'own-service', `This check runs in \`${service}\` itself, which cannot run anything then. Let it run in another service, with \`service\`.`);
    }
    if (check.faults.slice(0, index).some((other) => Object.values(other)[0] === service)) {
      this.document.report(place, 'value', 'duplicate-value', `Something happens to \`${service}\` already. Name each service once.`);
    }
  }

  private question(question: Question, path: YamlPath): void {
    if (question.kind === 'pattern') {
      this.pattern(question.answer, [...path, 'answer']);
    } else if (question.kind === 'choice') {
      const last = question.options.length - 1;
      question.answer.forEach((answer, index) => {
        if (answer > last) {
          this.document.report([...path, 'answer', index], 'value', 'wrong-value', `There is no option ${answer}: options count from 0 to ${last}.`);
        } else if (question.answer.indexOf(answer) < index) {
          this.document.report([...path, 'answer', index], 'value', 'duplicate-value', `Option ${answer} is already among the answers.`);
        }
      });
    }
  }

  private service(name: string | undefined, path: YamlPath): void {
    if (name !== undefined) {
      this.known('service', name, this.services, path);
    }
  }

  private known(what: string, id: string, ids: readonly string[], path: YamlPath, part: 'key' | 'value' = 'value'): boolean {
    if (ids.includes(id)) {
      return true;
    }
    const meant = nearest(id, ids);
    const advice = meant ? ` Did you mean \`${meant}\`?` : ids.length > 0 ? ` There is ${ids.slice(0, 8).map((each) => `\`${each}\``).join(', ')}.` : '';
    const fix = meant ? { title: `Change to ${meant}`, newText: meant } : undefined;
    this.document.report(path, part, `unknown-${what}`, `There is no ${what} \`${id}\` in this lab.${advice}`, { fix });
    return false;
  }

  private unique(what: string, all: readonly { id: string; path: YamlPath }[]): void {
    const first = new Map<string, YamlPath>();
    for (const { id, path } of all) {
      const before = first.get(id);
      if (before) {
        const { line, column } = this.document.range(before);
        this.document.report(path, 'value', 'duplicate-id', `There is another ${what} \`${id}\` on line ${line}. Give one of them another id.`, {
          related: [{ file: this.document.file, line, column, message: `The first ${what} \`${id}\`.` }],
        });
      } else {
        first.set(id, path);
      }
    }
  }

  private pattern(pattern: string | undefined, path: YamlPath, unsafe: 'error' | 'warning' = 'error'): void {
    const problem = pattern === undefined ? undefined : patternProblem(pattern);
    if (problem) {
      const severity = problem.code === 'unsafe-pattern' ? unsafe : 'error';
      this.document.report(path, 'value', problem.code, `\`${String(path.at(-1))}\` ${problem.text}.`, { severity });
    }
  }
}

function places(items: readonly { id: string }[], path: YamlPath): { id: string; path: YamlPath }[] {
  return items.map((item, index) => ({ id: item.id, path: [...path, index, 'id'] }));
}
