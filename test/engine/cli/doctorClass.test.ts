import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { useEngine } from '../harness';
import { aiLabs } from '../authoring/templateProof';

interface Row {
  id: string;
  severity: string;
  cause?: string;
  message: string;
  action?: string;
  bytes?: number;
  minutes?: number;
}

describe('ai-labs doctor --class', function () {
  this.timeout(120_000);
  const rig = useEngine();
  let folder = '';

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-class-'));
    const labs = path.join(folder, 'labs');
    const lab = async (id: string, services: string): Promise<void> => {
      await mkdir(path.join(labs, id, 'guide'), { recursive: true });
      await writeFile(path.join(labs, id, 'guide', 'one.md'), '# One\n\nRead.\n');
      await writeFile(path.join(labs, id, 'lab.yaml'), [
        'version: 1', `id: ${id}`, `title: The lab ${id}`, 'summary: Of a class.', 'action: containers', 'difficulty: beginner', 'minutes: 5',
        `services: ${services}`, 'steps: [{id: one, title: One, guide: guide/one.md, checks: [{id: always, title: Always, script: "true"}]}]',
      ].join('\n'));
    };
    await cp(path.resolve(__dirname, '../../fixtures/images/test-base'), path.join(labs, 'images', 'test-base'), { recursive: true });
    for (const name of ['huge', 'unknown']) {
      await mkdir(path.join(labs, 'images', name), { recursive: true });
      await writeFile(path.join(labs, 'images', name, 'Dockerfile'), `FROM ai-labs/test-base\nRUN echo never built: ${name}\n`);
    }
    await writeFile(path.join(labs, 'catalog.yaml'), 'version: 1\nid: a-class\ntitle: A class\nimages: {huge: {size: 900000gb, minutes: 7}}\n');
    await lab('ready', '{lab: {image: ai-labs/test-base, ports: ["8000", "8001"]}}');
    await lab('big', '{lab: {image: ai-labs/huge, cpus: 64, mem_limit: 100000gb}}');
    await lab('other', '{lab: {image: ai-labs/unknown}}');
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const doctor = async (...words: string[]): Promise<{ code: number | null; rows: Row[]; of: (id: string) => Row | undefined }> => {
    const { code, stdout, stderr } = await aiLabs(folder, ['doctor', '--class', '--json', ...words]);
    assert.ok(stdout, stderr);
    const rows = JSON.parse(stdout) as Row[];
    return { code, rows, of: (id) => rows.find((row) => row.id === id) };
  };

  it('ends with 0 where all is there, and says what there is', async () => {
    const { code, rows, of } = await doctor('labs/ready');
    assert.deepEqual([of('image:ai-labs/test-base')?.severity, of('ports')?.message, of('class-disk')?.severity], ['good', 'up to 2 at a time, on 127.0.0.1', 'good'], JSON.stringify(rows));
    assert.ok((of('image:ai-labs/test-base')?.bytes ?? 0) > 1e6);
    assert.equal(code, 0, JSON.stringify(rows));
    assert.ok(rig.image.id);
  });

  it('ends with 1 where an image is to be made, and says what that takes', async () => {
    const { code, of } = await doctor('labs/ready', 'labs/other');
    const { severity, cause, message, action } = of('image:ai-labs/unknown') ?? {};
    assert.deepEqual([code, severity, cause, message], [1, 'warning', 'image-missing', 'has to be built for 1 lab: how long that takes is not known']);
    assert.match(action ?? '', /ai-labs prefetch/);
    assert.match(of('class-disk')?.message ?? '', /^at least 1\.0 GB are needed/);
  });

  it('says what one machine has too little of, each with what to do', async () => {
    const { code, rows, of } = await doctor('labs/big');
    assert.equal(code, 1);
    assert.deepEqual(['memory', 'processors', 'class-disk'].map((id) => of(id)?.cause), ['memory-short', cpus().length < 64 ? 'processors-few' : undefined, 'disk-low']);
    assert.deepEqual([of('image:ai-labs/huge')?.minutes, of('image:ai-labs/huge')?.bytes], [7, 900_000 * 1024 ** 3]);
    assert.deepEqual(rows.filter(({ severity, action }) => severity !== 'good' && !action), []);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, 'each is said once');
  });

  it('takes labs only together with --class', async () => {
    const { code, stderr } = await aiLabs(folder, ['doctor', 'labs/ready']);
    assert.deepEqual([code, /Say --class/.test(stderr)], [2, true]);
  });
});
