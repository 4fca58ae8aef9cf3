import type { TextRange } from '../../curriculum/textRange';
import type { YamlDocument } from '../../curriculum/yamlDocument';
import type { YamlPath } from '../../curriculum/yamlNodes';

/** A place of a lab.yaml that an author can do something with. */
export type LensPlace = { range: TextRange } & (
  | { kind: 'lab' }
  /** `script`: the path of its script, relative to the lab's folder, where it is a file. */
  | { kind: 'check'; id: string; script?: string }
  | { kind: 'solution'; script: string }
);

/** The lab itself, its checks and its solutions, as far as the file can be read. */
export function lensPlaces(document: YamlDocument): LensPlace[] {
  const { value } = document;
  const places: LensPlace[] = text(value, 'id') === undefined ? [] : [{ kind: 'lab', range: document.range(['id'], 'key') }];
  const solution = (script: string | undefined, path: YamlPath): void => {
    if (script !== undefined) {
      places.push({ kind: 'solution', script, range: document.range(path, 'key') });
    }
  };
  list(value, 'steps').forEach((step, index) => {
    solution(text(step, 'solution'), ['steps', index, 'solution']);
    list(step, 'checks').forEach((check, at) => {
      const id = text(check, 'id');
      if (id !== undefined) {
        places.push({ kind: 'check', id, script: text(check, 'run'), range: document.range(['steps', index, 'checks', at, 'id'], 'key') });
      }
    });
  });
  const whole = field(value, 'solution');
  solution(text(whole, 'run'), ['solution', 'run']);
  list(whole, 'wrong').forEach((wrong, index) => solution(text(wrong, 'apply'), ['solution', 'wrong', index, 'apply']));
  return places;
}

function field(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

function text(value: unknown, key: string): string | undefined {
  const found = field(value, key);
  return typeof found === 'string' ? found : undefined;
}

function list(value: unknown, key: string): unknown[] {
  const found = field(value, key);
  return Array.isArray(found) ? found : [];
}
