import { openStage, silentAsker, docker } from './stage';
import { performance } from 'node:perf_hooks';
async function main(): Promise<void> {
  const n = Number(process.argv[2] ?? 10), rounds = Number(process.argv[3] ?? 25);
  const stage = await openStage(n);
  const { core, lab } = stage;
  const view = await core.sessions.start(lab, { asker: silentAsker });
  const container = view.running?.services[0]?.container ?? '';
  const engine = await (core.sessions as unknown as { context: { engine(): Promise<any> } }).context.engine();
  const real = engine.exec.bind(engine);
  let marks: Record<string, number> = {};
  const mark = (k: string): void => { marks[k] ??= performance.now(); };
  engine.exec = async (...args: any[]) => {
    mark('exec');
    const req = { ...args[2] };
    const out = req.onStdout;
    req.onStdout = (c: Buffer) => { const s = c.toString('latin1'); if (/ H \d/.test(s)) mark('hello'); if (/ D /.test(s)) marks.lastD = performance.now(); if (/ Z\n/.test(s)) mark('end'); out(c); };
    args[2] = req;
    return real(...args);
  };
  const rows: Record<string, number>[] = [];
  try {
    for (let i = 0; i <= rounds; i++) {
      marks = {};
      const t = performance.now();
      await core.sessions.check(lab.identity, { all: true });
      const done = performance.now();
      const y = performance.now();
      await docker('exec', container, 'true');
      const yard = performance.now() - y;
      if (i > 2) rows.push({ before: marks.exec! - t, tohello: marks.hello! - marks.exec!, checks: marks.lastD! - marks.hello!, tidy: marks.end! - marks.lastD!, after: done - marks.end!, total: done - t, yard, ratio: (done - t) / yard });
    }
    const med = (k: string): string => { const v = rows.map((r) => r[k]!).sort((a, b) => a - b); return `${k} ${v[v.length >> 1]!.toFixed(2)} (min ${v[0]!.toFixed(2)})`; };
    console.log(Object.keys(rows[0]!).map(med).join('\n'));
  } finally { await stage.dispose(); }
}
main().then(() => process.exit(0), (e) => { console.error(e); process.exit(1); });
