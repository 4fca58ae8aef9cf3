import type { Finding } from '../session/doctor/finding';
import { chooseLabs } from './chooseLabs';
import { type Command, exit, flag, text, UsageError } from './command';
import { coreFor } from './labs';

const marks = { good: ['good', '✓'], warning: ['ours', '!'], error: ['bad', '✗'] } as const;

/** `ai-labs doctor`: whether labs can run here, and the one next action for each thing in the way. */
export const doctor: Command = {
  name: 'doctor',
  parameters: '[--json], or: --class [LAB… | --stage S] [--json]',
  summary: 'Says whether labs can run here, or whether a class can do them, and what to do where not.',
  options: { class: { type: 'boolean' }, stage: { type: 'string' }, json: { type: 'boolean' } },
  help: {
    class: 'looks at what these labs take as well, and ends with 1 where an image of them is not there yet',
    stage: 'all labs of a stage of the career path', json: 'findings as {id, what, fine, severity, message, cause?, action?, bytes?, minutes?}',
  },
  async run(context, words, values) {
    const ofClass = flag(values, 'class');
    const stage = text(values, 'stage');
    if (!ofClass && (words.length > 0 || stage !== undefined)) {
      throw new UsageError('Say --class to look at what some labs take.');
    }
    const core = await coreFor(context, words);
    const found = ofClass ? await core.examineClass(await chooseLabs(context, core, words, stage), context.signal) : await core.examine(context.signal);
    const findings: Finding[] = [{ id: 'node', what: 'Node', severity: 'good', message: process.versions.node }, ...found];
    if (flag(values, 'json')) {
      context.output.json(findings.map(({ action, ...finding }) => ({ ...finding, fine: finding.severity !== 'error', ...(action ? { action: action.text } : {}) })));
    } else {
      for (const { what, severity, message, action } of findings) {
        const [style, mark] = marks[severity];
        context.output.line(`${context.output.style(style, mark)} ${what}: ${message}`);
        if (action) {
          context.output.line(`    ${action.text}`);
        }
      }
    }
    return findings.some(({ severity, cause }) => severity === 'error' || cause === 'image-missing') ? exit.doesNotHold : exit.good;
  },
};
