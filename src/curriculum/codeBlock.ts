import { pathProblem } from './confine';
import { nearest } from './nearest';

/** A fenced block of a guide, with what its info words ask for. */
export interface CodeBlock {
  /** From 0, counting every fenced block of the page. */
  index: number;
  /** Line of the Markdown file where the fence opens, from 1. */
  line: number;
  /** First word behind the fence; empty where there is none. */
  language: string;
  /** What is run, copied or saved: of a `console` block only what stands behind its prompts. */
  text: string;
  /** Whether it has a Run button. */
  run: boolean;
  /** Whether it has a Copy button. */
  copy: boolean;
  /** Whether a rehearsal of the guide runs or saves it. */
  test: boolean;
  /** Whether what runs in the terminal is interrupted first. */
  interrupt: boolean;
  /** Where it runs; default the terminal's service. */
  service?: string;
  /** Path in the learner's folder that the block can be saved as. */
  saveAs?: string;
}

const runnable = new Set(['sh', 'bash', 'console']);
const flags = ['no-run', 'no-copy', 'interrupt'];
const settings = ['service', 'save-as', 'no-test'];
/** A word, or `name=value` whose value may stand in quotes. */
const word = /([^\s=]+)(?:(=)(?:"([^"]*)"|(\S*)))?/g;

/**
 * Reads a fence: ```` ```sh service=db save-as=src/app.py no-test="why not" ````. Words that mean nothing are told by
 * `onProblem` and otherwise ignored.
 */
export function codeBlock(info: string, content: string, index: number, line: number, onProblem: (message: string) => void): CodeBlock {
  const [, language = '', words = ''] = /^(\S*)(.*)$/s.exec(info.trim()) ?? [];
  const has = new Set<string>();
  const values = new Map<string, string>();
  for (const [whole, name = '', equals, quoted, plain] of words.matchAll(word)) {
    const value = (quoted ?? plain ?? '').trim();
    if (equals ? settings.includes(name) : flags.includes(name)) {
      has.add(name);
      values.set(name, value);
    } else if (name !== 'no-test') {
      const meant = nearest(name, equals ? settings : [...flags, 'no-test']);
      onProblem(`The word \`${whole}\` behind this fence means nothing.${meant ? ` Did you mean \`${meant}\`?` : ''}`);
    }
    if (name === 'no-test') {
      has.add(name);
      if (value === '') {
        onProblem('Say why a rehearsal of the guide passes over this block: `no-test="it waits for a person"`.');
      }
    }
  }
  const saveAs = values.get('save-as');
  const problem = saveAs === undefined ? undefined : saveAs === '' ? 'must not be empty' : pathProblem(saveAs);
  if (problem) {
    onProblem(`The path behind \`save-as=\` ${problem}.`);
  }
  const shell = runnable.has(language);
  const run = shell && !has.has('no-run');
  return {
    index,
    line,
    language,
    text: language === 'console' ? typedCommands(content) : content,
    run,
    copy: shell && !has.has('no-copy'),
    test: (run || values.has('save-as')) && !has.has('no-test'),
    interrupt: has.has('interrupt'),
    ...(values.get('service') && { service: values.get('service') }),
    ...(saveAs !== undefined && !problem && { saveAs }),
  };
}

/** What a person typed in a transcript: the lines behind `$ `, with `> ` for the lines that go on. Without prompts, all of it. */
function typedCommands(content: string): string {
  const lines = content.split('\n');
  const typed: string[] = [];
  let typing = false;
  for (const line of lines) {
    if (line.startsWith('$ ')) {
      typed.push(line.slice(2));
      typing = true;
    } else if (typing && line.startsWith('> ')) {
      typed.push(line.slice(2));
    } else {
      typing = false;
    }
  }
  return typed.length > 0 ? `${typed.join('\n')}\n` : content;
}
