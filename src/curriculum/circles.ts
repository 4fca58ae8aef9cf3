/** Each circle of a graph once, starting with the node that was met first. Successors that are no nodes are ignored. */
export function findCircles(nodes: readonly string[], successors: (node: string) => readonly string[]): string[][] {
  const known = new Set(nodes);
  const done = new Set<string>();
  const found: string[][] = [];
  for (const start of nodes) {
    const trail: { node: string; rest: string[] }[] = [];
    const onTrail = new Map<string, number>();
    const enter = (node: string): void => {
      onTrail.set(node, trail.length);
      trail.push({ node, rest: successors(node).filter((each) => known.has(each)) });
    };
    if (!done.has(start)) {
      enter(start);
    }
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) {
        trail.pop();
        onTrail.delete(top.node);
        done.add(top.node);
      } else if (onTrail.has(next)) {
        found.push(trail.slice(onTrail.get(next)).map((each) => each.node));
      } else if (!done.has(next)) {
        enter(next);
      }
    }
  }
  return found;
}
