import type { YamlDocument } from '../../curriculum/yamlDocument';
import { parseYaml } from '../../curriculum/yamlDocument';
import type { YamlPath } from '../../curriculum/yamlNodes';
import type { Losses } from './losses';
import { hostile, type SourceFolder } from './source';

/**
 * A JSON or YAML file of a source, read field by field. What nobody asked for is told at the end, with its line: so
 * nothing is dropped in silence, whatever a format gains.
 */
export class Fields {
  private readonly taken = new Set<string>();
  private readonly document: YamlDocument;

  /** Throws `hostile-source` for what is no such file, or too much of one (JSON is YAML, too). */
  constructor(source: SourceFolder, readonly file: string) {
    this.document = parseYaml(file, source.bytesOf(file));
    const [problem] = this.document.problems;
    if (problem) {
      throw hostile(`${file}:${problem.line}: ${problem.message.replace(/\.$/, '')}`);
    }
  }

  line(path: YamlPath): number {
    return this.document.range(path, 'key').line;
  }

  /** What stands at a path; it counts as seen with everything below it. */
  take(path: YamlPath): unknown {
    this.taken.add(key(path));
    return this.peek(path);
  }

  /** A text that has to be one: numbers are taken as they are written, anything else as nothing. */
  text(path: YamlPath): string | undefined {
    const value = this.peek(path);
    if (typeof value !== 'string' && typeof value !== 'number') {
      return undefined;
    }
    this.taken.add(key(path));
    return String(value);
  }

  /** How many items a list has; 0 where there is none. */
  length(path: YamlPath): number {
    const value = this.peek(path);
    return Array.isArray(value) ? value.length : 0;
  }

  keys(path: YamlPath): string[] {
    const value = this.peek(path);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
  }

  /** Tells of everything that nobody asked for. */
  tellOfTheRest(losses: Losses): void {
    this.walk([], this.document.value, (path) => losses.missing(this.file, this.line(path), `\`${path.join('.')}\` has no counterpart in a lab.`));
  }

  private peek(path: YamlPath): unknown {
    return path.reduce<unknown>((value, step) => (typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Record<string | number, unknown>)[step] : undefined), this.document.value);
  }

  private walk(path: YamlPath, value: unknown, found: (path: YamlPath) => void): void {
    if (this.taken.has(key(path))) {
      return;
    }
    if (typeof value !== 'object' || value === null) {
      found(path);
      return;
    }
    for (const [name, each] of Object.entries(value)) {
      this.walk([...path, Array.isArray(value) ? Number(name) : name], each, found);
    }
  }
}

function key(path: YamlPath): string {
  return JSON.stringify(path.map(String));
}
