/** One curve of a figure, in a panel of its own. */
export interface Curve {
  title: string;
  /** What is counted along the bottom, with its unit. */
  x: string;
  points: Point[];
}

export interface Point {
  at: number;
  /** `at` as people say it. */
  label: string;
  /** Milliseconds: median, least and most of the rounds. */
  ms: number;
  min: number;
  max: number;
}

const panel = { width: 330, height: 250, left: 62, right: 18, top: 40, bottom: 50 };
const columns = 2;

/** Colours for both themes of whoever looks; the background is its own, as pages do not tell pictures theirs. */
const style = `
  .back { fill: #ffffff; } .frame { fill: none; stroke: #8c959f; } .grid { stroke: #d1d9e0; } .even { stroke: #8c959f; stroke-dasharray: 4 4; fill: none; }
  .curve { stroke: #0969da; stroke-width: 2; fill: none; } .point { fill: #0969da; } .spread { stroke: #0969da; stroke-width: 1.5; }
  text { font: 12px system-ui, sans-serif; fill: #1f2328; } .title { font-weight: 600; font-size: 13px; } .soft { fill: #59636e; }
  @media (prefers-color-scheme: dark) {
    .back { fill: #0d1117; } .frame, .even { stroke: #7d8590; } .grid { stroke: #2f353d; }
    .curve, .spread { stroke: #58a6ff; } .point { fill: #58a6ff; } text { fill: #e6edf3; } .soft { fill: #9198a1; }
  }`;

/**
 * Curves as an SVG picture, both axes logarithmic, with a dashed line from each first point that shows growth in
 * proportion. All panels have the same height in time, so that slopes can be compared.
 */
export function plot(curves: readonly Curve[], description: string): string {
  const all = curves.flatMap(({ points }) => points);
  const low = Math.floor(Math.log10(Math.min(...all.map(({ min }) => min))));
  const high = Math.ceil(Math.log10(Math.max(...all.map(({ max }) => max))));
  const width = panel.width * columns;
  const height = panel.height * Math.ceil(curves.length / columns) + 26;
  const panels = curves.map((curve, index) => {
    const place = `translate(${(index % columns) * panel.width} ${Math.floor(index / columns) * panel.height})`;
    return `<g transform="${place}">\n${drawn(curve, low, high)}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(description)}">`,
    `<style>${style}\n</style>`,
    `<rect class="back" width="${width}" height="${height}" rx="6"/>`,
    ...panels,
    `<path class="even" d="M${panel.left} ${height - 16}h36"/>`,
    text(panel.left + 44, height - 12, 'start', 'in proportion to the first point', 'soft'),
    '</svg>', '',
  ].join('\n');
}

function drawn({ title, x, points }: Curve, low: number, high: number): string {
  const right = panel.width - panel.right;
  const bottom = panel.height - panel.bottom;
  const logs = points.map(({ at }) => Math.log10(at));
  const [first = 0, last = 1] = [Math.min(...logs), Math.max(...logs)];
  const across = (at: number): number => panel.left + 12 + ((Math.log10(at) - first) / (last - first || 1)) * (right - panel.left - 30);
  const up = (ms: number): number => bottom - ((Math.log10(ms) - low) / (high - low || 1)) * (bottom - panel.top);
  const steps = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const [from] = points;
  const line = points.map(({ at, ms }, index) => `${index === 0 ? 'M' : 'L'}${round(across(at))} ${round(up(ms))}`).join('');
  return [
    text(panel.left, 20, 'start', title, 'title'),
    ...steps.flatMap((step) => [
      `<path class="grid" d="M${panel.left} ${round(up(10 ** step))}H${right}"/>`,
      text(panel.left - 6, up(10 ** step) + 4, 'end', duration(10 ** step), 'soft'),
    ]),
    `<rect class="frame" x="${panel.left}" y="${panel.top}" width="${right - panel.left}" height="${bottom - panel.top}"/>`,
    from ? inProportion(from, points.at(-1)?.at ?? from.at, across, up, 10 ** high) : '',
    `<path class="curve" d="${line}"/>`,
    ...points.map((point) => mark(point, round(across(point.at)), up)),
    ...points.map(({ at, label }) => text(across(at), bottom + 17, 'middle', label)),
    text((panel.left + right) / 2, bottom + 36, 'middle', x, 'soft'),
  ].join('\n');
}

function mark({ ms, min, max, label }: Point, x: number, up: (ms: number) => number): string {
  const spread = `<path class="spread" d="M${x} ${round(up(min))}V${round(up(max))}"/>`;
  return `<g><title>${escaped(`${label}: ${duration(ms)} (${duration(min)} to ${duration(max)})`)}</title>${spread}<circle class="point" cx="${x}" cy="${round(up(ms))}" r="3.5"/></g>`;
}

/** From the first point on as many times longer as there is more, as far as the panel goes. */
function inProportion(from: Point, most: number, across: (at: number) => number, up: (ms: number) => number, ceiling: number): string {
  const end = Math.min(most, (from.at * ceiling) / from.ms);
  return `<path class="even" d="M${round(across(from.at))} ${round(up(from.ms))}L${round(across(end))} ${round(up((from.ms * end) / from.at))}"/>`;
}

function text(x: number, y: number, anchor: string, words: string, kind = ''): string {
  return `<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}"${kind ? ` class="${kind}"` : ''}>${escaped(words)}</text>`;
}

/** Milliseconds as people say them. */
export function duration(ms: number): string {
  return ms >= 999.5 ? `${Number((ms / 1000).toPrecision(2))} s` : `${Number(ms.toPrecision(2))} ms`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(words: string): string {
  return words.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
