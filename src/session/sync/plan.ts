import { alike, type Base, covers, type Item, parents, type Side } from './item';

/**
 * One step towards both sides being alike. `before` is what must still be there when it is done, or nothing: whoever
 * carries it out looks again, and leaves everything as it is where that is no longer so.
 */
export type Step =
  | { do: 'agree'; path: string; host: Item; lab: Item }
  | { do: 'forget'; path: string }
  /** Two versions of a name: the lab's gets another one beside it, and is an ordinary new entry from then on. */
  | { do: 'aside'; path: string; to: string }
  | { do: 'write'; on: 'host' | 'lab'; path: string; item: Item; before?: Item }
  | { do: 'delete'; on: 'host' | 'lab'; path: string; before: Item };

export interface Plan {
  /** In the order they are to be done. */
  steps: Step[];
  /** Lab entries this machine cannot hold beside another one: names that differ in case alone. */
  clashes: string[];
}

export interface PlanOptions {
  /** What is put after a name to keep both versions, such as `from-lab-20261122-081500`. */
  suffix: string;
  /** Names that differ in case alone are one file on this machine. */
  caseless?: boolean;
}

/**
 * Compares both sides with what they last agreed on. Only what one side left as it was is replaced or removed; where
 * both changed, a change wins over a removal, and of two changes both are kept. Nothing is said about what is unknown
 * on either side. Pure.
 */
export function plan(base: Base, host: Side, lab: Side, options: PlanOptions): Plan {
  return new Planner(base, host, lab, options).plan();
}

class Planner {
  private readonly steps: Step[] = [];
  private readonly aside = new Set<string>();
  private readonly clashes: string[] = [];
  private readonly taken: ReadonlySet<string>;
  /** Names by what a machine without cases takes them for. */
  private folded?: Map<string, string[]>;

  constructor(
    private readonly base: Base,
    private readonly host: Side,
    private readonly lab: Side,
    private readonly options: PlanOptions,
  ) {
    this.taken = new Set([...host.tree.keys(), ...lab.tree.keys()]);
  }

  plan(): Plan {
    const paths = new Set([...this.base.keys(), ...this.taken]);
    // Parents come before what is in them: a folder that goes aside takes its content with it.
    for (const path of [...paths].sort()) {
      if (!covers(this.host.unknown, path) && !covers(this.lab.unknown, path) && !covers(this.aside, path)) {
        this.path(path);
      }
    }
    return { steps: inOrder(this.steps), clashes: this.clashes };
  }

  private path(path: string): void {
    const [host, lab, base] = [this.host.tree.get(path), this.lab.tree.get(path), this.base.get(path)];
    if (host && lab && alike(host, lab)) {
      if (!base || !alike(base, host) || base.host !== host.stamp || base.lab !== lab.stamp) {
        this.steps.push({ do: 'agree', path, host, lab });
      }
    } else if (!host && !lab) {
      this.steps.push({ do: 'forget', path });
    } else if (host && lab && (host.kind === 'folder') !== (lab.kind === 'folder')) {
      this.kinds(path, host, lab);
    } else if (base && alike(base, host)) {
      this.change('host', path, lab, host);
    } else if (base && alike(base, lab)) {
      this.change('lab', path, host, lab);
    } else if (!host || !lab) {
      this.change(host ? 'lab' : 'host', path, host ?? lab, undefined);
    } else {
      this.putAside(path);
    }
  }

  /** A folder here and something else there. It gives way only when nothing of what is in it is new. */
  private kinds(path: string, host: Item, lab: Item): void {
    const base = this.base.get(path);
    if (lab.kind === 'folder' ? this.isSettled('lab', path) : base && alike(base, lab)) {
      this.change('lab', path, host, lab);
    } else if (host.kind === 'folder' ? this.isSettled('host', path) : base && alike(base, host)) {
      this.change('host', path, lab, host);
    } else {
      this.putAside(path);
    }
  }

  /** Whether everything in a side's folder is as it was agreed on, the folder too. */
  private isSettled(side: 'host' | 'lab', path: string): boolean {
    const { tree } = this[side];
    const inside = (name: string): boolean => name === path || name.startsWith(`${path}/`);
    return (
      ![...this.host.unknown, ...this.lab.unknown].some(inside) &&
      [...tree].every(([name, item]) => !inside(name) || alike(this.base.get(name), item))
    );
  }

  private putAside(path: string): void {
    let to = `${path}.${this.options.suffix}`;
    for (let number = 2; this.taken.has(to); number++) {
      to = `${path}.${this.options.suffix}-${number}`;
    }
    this.aside.add(path);
    this.steps.push({ do: 'aside', path, to });
  }

  private change(on: 'host' | 'lab', path: string, item: Item | undefined, before: Item | undefined): void {
    if (!item) {
      if (before) {
        this.steps.push({ do: 'delete', on, path, before });
      }
    } else if (on === 'host' && this.isClash(path)) {
      this.clashes.push(path);
    } else {
      this.steps.push({ do: 'write', on, path, item, before });
    }
  }

  /** Whether a new name, or a folder in it, would be one with another that this machine has or gets first. */
  private isClash(path: string): boolean {
    if (!this.options.caseless || this.host.tree.has(path)) {
      return false;
    }
    this.folded ??= fold(this.taken);
    return [path, ...parents(path)].some((part) =>
      (this.folded?.get(part.toLowerCase()) ?? []).some((name) => name !== part && (this.host.tree.has(name) || name < part)),
    );
  }
}

function fold(names: Iterable<string>): Map<string, string[]> {
  const folded = new Map<string, string[]>();
  for (const name of names) {
    const key = name.toLowerCase();
    folded.set(key, [...(folded.get(key) ?? []), name]);
  }
  return folded;
}

/**
 * Names go aside first. Then whatever gives way to another kind of thing, with its content before itself; then what is
 * written, folders before what is in them; then what is removed, content before its folder.
 */
function inOrder(steps: Step[]): Step[] {
  const deletes = steps.filter((step) => step.do === 'delete').sort((a, b) => (a.path < b.path ? 1 : -1));
  const writes = steps.filter((step) => step.do === 'write');
  const replaced = new Set(writes.filter(({ item, before }) => before?.kind === 'folder' && item.kind !== 'folder').map(({ on, path }) => `${on} ${path}`));
  const first = deletes.filter(({ on, path }) => [...parents(path)].some((parent) => replaced.has(`${on} ${parent}`)));
  return [
    ...steps.filter((step) => step.do === 'aside'),
    ...first,
    ...writes,
    ...deletes.filter((step) => !first.includes(step)),
    ...steps.filter((step) => step.do === 'agree' || step.do === 'forget'),
  ];
}
