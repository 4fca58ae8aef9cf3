import { visibleServices } from '../curriculum/lab';
import { type CliContext, type Command, exit, flag, text, wholeNumber } from './command';
import { openLab, usable } from './labs';

/** `ai-labs logs`: what services print. Several are told apart by their name before each line. */
export const logs: Command = {
  name: 'logs',
  parameters: 'LAB [--service S] [--follow] [--tail N]',
  summary: 'Shows what the services of a lab print.',
  options: { service: { type: 'string' }, follow: { type: 'boolean', short: 'f' }, tail: { type: 'string' } },
  help: { service: 'this service alone; default every one', follow: 'and what they print from now on, until Ctrl-C', tail: 'only so many lines from the end' },
  async run(context, words, values) {
    const { core, entry } = await openLab(context, words);
    const lab = core.sessions.view(entry.identity)?.lab ?? usable(entry);
    const one = text(values, 'service');
    const services = one === undefined ? visibleServices(lab.definition) : [one];
    const tail = text(values, 'tail') === undefined ? undefined : wholeNumber(values, 'tail', 0, 0);
    const follow = flag(values, 'follow');
    const width = Math.max(...services.map((service) => service.length));
    const read = async (service: string): Promise<void> => {
      const lines = new Lines(context, services.length > 1 ? `${service.padEnd(width)} | ` : '');
      try {
        await core.sessions.logs(entry.identity, { service, tail, follow, signal: context.signal, onChunk: (chunk) => lines.push(chunk) });
      } finally {
        lines.end();
      }
    };
    if (follow) {
      await Promise.all(services.map(read));
    } else {
      for (const service of services) {
        await read(service);
      }
    }
    return exit.good;
  },
};

/** Whole lines only, so that those of several services do not mix. */
class Lines {
  private rest = '';
  private readonly decoder = new TextDecoder();

  constructor(
    private readonly context: CliContext,
    private readonly prefix: string,
  ) {}

  push(chunk: Buffer): void {
    const lines = (this.rest + this.decoder.decode(chunk, { stream: true })).split('\n');
    this.rest = lines.pop() ?? '';
    lines.forEach((line) => this.context.output.line(this.context.output.style('dim', this.prefix) + line));
  }

  end(): void {
    if (this.rest !== '') {
      this.context.output.line(this.context.output.style('dim', this.prefix) + this.rest);
      this.rest = '';
    }
  }
}
