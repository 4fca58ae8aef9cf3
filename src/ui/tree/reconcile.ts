/** A node that keeps its identity while what it shows changes. */
export interface Reconcilable<T> {
  readonly id: string;
  readonly children: readonly T[];
  /** Somebody has asked for its children. */
  readonly unfolded: boolean;
  /** Both are made of the very same: nothing of it or below it differs. */
  shows(newer: T): boolean;
  /** The node itself looks the same, whatever is below it. */
  looksLike(newer: T): boolean;
  /** Takes over what `newer` shows, and these children; where nobody has asked for any, those `newer` would have. */
  take(newer: T, children: T[] | undefined): void;
}

/** VS Code compares each changed row with each other one: where more than these changed below one row, that row is told of. */
const manyRows = 20;

/**
 * Brings the nodes a view already shows up to date with newly built ones, keeping every node whose id is still there,
 * so that nothing collapses. Returns the nodes to show, and the topmost ones whose subtree must be drawn again;
 * `all` where the top level itself changed.
 */
export function reconcile<T extends Reconcilable<T>>(before: readonly T[], after: readonly T[]): { nodes: T[]; changed: T[] | 'all' } {
  const changed: T[] = [];
  const nodes = merge(before, after, changed);
  return { nodes, changed: same(before, nodes) ? changed : 'all' };
}

function merge<T extends Reconcilable<T>>(before: readonly T[], after: readonly T[], changed: T[]): T[] {
  let known: Map<string, T> | undefined;
  return after.map((newer, index) => {
    // Mostly at the same place; a list of many is looked through only where it is not.
    const there = before[index];
    const node = there?.id === newer.id ? there : (known ??= new Map(before.map((each) => [each.id, each]))).get(newer.id);
    if (!node) {
      return newer;
    }
    if (!node.shows(newer)) {
      bringUpToDate(node, newer, changed);
    }
    return node;
  });
}

function bringUpToDate<T extends Reconcilable<T>>(node: T, newer: T, changed: T[]): void {
  const sameLook = node.looksLike(newer);
  if (!node.unfolded) {
    node.take(newer, undefined);
    if (!sameLook) {
      changed.push(node);
    }
    return;
  }
  const below: T[] = [];
  const old = node.children;
  const children = merge(old, newer.children, below);
  node.take(newer, children);
  if (sameLook && same(old, children) && below.length <= manyRows) {
    changed.push(...below);
  } else {
    changed.push(node);
  }
}

function same<T>(before: readonly T[], after: readonly T[]): boolean {
  return before.length === after.length && before.every((node, index) => node === after[index]);
}
