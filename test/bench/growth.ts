import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { table } from '../../src/cli/output';
import { nullLog } from '../../src/common/log';
import { Catalog } from '../../src/curriculum/catalog';
import { makeLabs } from './manyLabs';
import { type Timed, median, time } from './measure';
import { type Curve, type Point, duration, plot } from './plot';
import { openStage, silentAsker } from './stage';

const picture = path.resolve(__dirname, '../../docs/images/growth.svg');
const bytes = { '1 KB': 1e3, '1 MB': 1e6, '32 MB': 32e6, '1 GB': 1e9 };

/**
 * `npm run bench -- growth`: how the time that things take grows with how many there are, as a table, and as the picture in
 * docs/performance.md.
 */
export async function growth(rounds: number, onRound: (what: string) => void): Promise<Curve[]> {
  const curves = [await labs(rounds, onRound), await checks(rounds, onRound), await services(rounds, onRound), await output(rounds, onRound)];
  await mkdir(path.dirname(picture), { recursive: true });
  await writeFile(picture, plot(curves, 'How long things take as they grow: labs of a catalog, checks of a run, services of a lab, output of a check.'));
  return curves;
}

export function growthTable(curves: readonly Curve[]): string {
  const rows = curves.flatMap(({ title, points }) =>
    points.map(({ label, ms, min, max, at }) => {
      const first = points[0] as Point;
      return [title, label, duration(ms), duration(min), duration(max), `${(at / first.at).toFixed(0)} x`, `${(ms / first.ms).toFixed(1)} x`];
    }),
  );
  return table([['WHAT', 'HOW MANY', 'MEDIAN', 'MIN', 'MAX', 'AS MANY', 'AS LONG'], ...rows]);
}

async function curve(title: string, x: string, sizes: Record<string, number>, rounds: number, onRound: (what: string) => void, work: (size: number) => Promise<Timed>): Promise<Curve> {
  const points: Point[] = [];
  for (const [label, at] of Object.entries(sizes)) {
    const times: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      onRound(`${title}: ${label} ${round}/${rounds}`);
      times.push(await time(() => work(at)));
    }
    const [, ...counted] = times;
    points.push({ at, label, ms: median(counted), min: Math.min(...counted), max: Math.max(...counted) });
  }
  return { title, x, points };
}

function numbers(...sizes: number[]): Record<string, number> {
  return Object.fromEntries(sizes.map((size) => [size.toLocaleString('en'), size]));
}

async function timed(work: () => Promise<unknown>, cleanup?: () => Promise<void>): Promise<Timed> {
  const since = performance.now();
  await work();
  return { ms: performance.now() - since, cleanup };
}

function labs(rounds: number, onRound: (what: string) => void): Promise<Curve> {
  return curve('Reading a catalog for the first time', 'labs', numbers(10, 100, 1000), rounds, onRound, async (count) => {
    const many = makeLabs(count);
    const catalog = new Catalog({ roots: () => [{ root: many.root, source: 'configured', trusted: true }], log: nullLog });
    return timed(() => catalog.load(), async () => many.dispose());
  });
}

async function checks(rounds: number, onRound: (what: string) => void): Promise<Curve> {
  const stage = await openStage(200);
  try {
    const { core, lab } = stage;
    await core.sessions.start(lab, { asker: silentAsker });
    return await curve('A run of trivial checks', 'checks', numbers(1, 10, 200), rounds, onRound, (count) =>
      timed(() => core.sessions.check(lab.identity, { checks: Array.from({ length: count }, (_, index) => `c${index}`) })),
    );
  } finally {
    await stage.dispose();
  }
}

function services(rounds: number, onRound: (what: string) => void): Promise<Curve> {
  return curve('Starting a lab, images present', 'services', numbers(1, 3, 8), rounds, onRound, async (count) => {
    const others = Array.from({ length: count - 1 }, (_, index) => `  s${index}: {image: ai-labs/slim, command: [sleep, infinity]}`);
    const stage = await openStage(1, { services: ['  lab: {image: ai-labs/slim, user: learner}', ...others] });
    return timed(() => stage.core.sessions.start(stage.lab, { asker: silentAsker }), () => stage.dispose());
  });
}

async function output(rounds: number, onRound: (what: string) => void): Promise<Curve> {
  const sizes = Object.values(bytes);
  const stage = await openStage(sizes.length, { check: (index) => `timeout: 5m, script: "yes 'a line of output' | head -c ${sizes[index] ?? 0}"` });
  try {
    const { core, lab } = stage;
    await core.sessions.start(lab, { asker: silentAsker });
    return await curve('One check that prints', 'output', bytes, rounds, onRound, (size) =>
      timed(() => core.sessions.check(lab.identity, { checks: [`c${sizes.indexOf(size)}`] })),
    );
  } finally {
    await stage.dispose();
  }
}
