import type { Finding } from '../session/doctor/finding';
import { type Command, exit, flag } from './command';

const marks = { good: ['good', '✓'], warning: ['ours', '!'], error: ['bad', '✗'] } as const;

/** `ai-labs doctor`: whether labs can run here, and the one next action for each thing in the way. */
export const doctor: Command = {
  name: 'doctor',
  parameters: '[--json]',
  summary: 'Says whether labs can run here, and what to do where they cannot.',
  options: { json: { type: 'boolean' } },
  help: { json: 'findings as {id, what, fine, severity, message, cause?, action?}' },
  async run(context, _words, values) {
    const core = await context.core();
    const found = await core.examine(context.signal);
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
    return findings.some(({ severity }) => severity === 'error') ? exit.doesNotHold : exit.good;
  },
};
