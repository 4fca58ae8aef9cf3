/** A node that keeps its identity while what it shows changes. */
export interface Reconcilable<T> {
  readonly id: string;
  readonly children: readonly T[];
  /** Equal text, equal look. */
  fingerprint(): string;
  /** Takes over what `newer` shows, and its children. */
  take(newer: T, children: T[]): void;
}

/**
 * Brings the nodes a view already shows up to date with newly built ones, keeping every node whose id is still there,
 * so that nothing collapses. Returns the nodes to show, and the topmost ones whose subtree must be drawn again;
 * `all` where the top level itself changed.
 */
export function reconcile<T extends Reconcilable<T>>(before: readonly T[], after: readonly T[]): { nodes: T[]; changed: T[] | 'all' } {
  const changed: T[] = [];
  const merged = merge(before, after, changed);
  const same = before.length === merged.length && before.every((node, index) => node === merged[index]);
  return { nodes: merged, changed: same ? changed : 'all' };
}

function merge<T extends Reconcilable<T>>(before: readonly T[], after: readonly T[], changed: T[]): T[] {
  const known = new Map(before.map((node) => [node.id, node]));
  return after.map((newer) => {
    const node = known.get(newer.id);
    if (!node) {
      return newer;
    }
    const below: T[] = [];
    const old = node.children;
    const children = merge(old, newer.children, below);
    const sameChildren = old.length === children.length && old.every((child, index) => child === children[index]);
    const sameLook = node.fingerprint() === newer.fingerprint();
    node.take(newer, children);
    if (sameChildren && sameLook) {
      changed.push(...below);
    } else {
      changed.push(node);
    }
    return node;
  });
}
