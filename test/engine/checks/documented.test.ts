import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import type { RunningLab } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import { check, type CheckSpec, resultOf, verdicts } from './checkRig';

const root = path.resolve(__dirname, '../../..');
const images = path.join(root, 'labs/images');

/** The learner's work that the examples of docs/writing-checks.md are about, done well. */
const work: Record<string, string> = {
  'serve.py': `
import http.server, json
counts = {200: 0}
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer({'/health': '{"status": "ok", "model": {"version": "2"}}', '/metrics': '# TYPE requests_total counter\\nrequests_total{code="200"} %d\\n' % counts[200]}.get(self.path))
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers['Content-Length'])))
        self.answer(json.dumps({'predictions': [{'price': 1.5 + 2 * asked['hours']}]}))
    def answer(self, body):
        counts[200] += 1
        self.send_response(200 if body else 404); self.end_headers(); self.wfile.write((body or '').encode())
    def log_message(self, *_): pass
http.server.ThreadingHTTPServer(('127.0.0.1', 8080), Handler).serve_forever()
`,
  'price.py': `
import sys, time
if '--help' in sys.argv: print('usage: price.py HOURS')
elif '--wait' in sys.argv: print('ready', flush=True); time.sleep(60)
else: print(1.5 + 2 * int(sys.argv[1]))
`.replace('time.sleep', '__import__("threading").Event().wait'),
  'predict.py': 'print("0.5")\n',
  'store.py': 'def get(key):\n    return {"a": 1}.get(key)\n',
  Dockerfile: 'FROM scratch\nUSER app\n',
};
const tests = 'import store\n\ndef test_known():\n    assert store.get("a") == 1\n\ndef test_unknown():\n    assert store.get("b") is None\n';
const contract = 'import urllib.request\n\ndef test_health():\n    assert b"ok" in urllib.request.urlopen("http://127.0.0.1:8080/health").read()\n';

/** Every example in a fence of the page that is a check, by its name. */
async function examples(): Promise<Record<string, CheckSpec>> {
  const page = await readFile(path.join(root, 'docs/writing-checks.md'), 'utf8');
  const found: Record<string, CheckSpec> = {};
  for (const [, language, body = ''] of page.matchAll(/^```(sh|python|yaml)\n([^]*?)^```/gm)) {
    if (language === 'yaml') {
      const checks = parse(body) as unknown;
      for (const each of Array.isArray(checks) ? (checks as { id: string; script: string }[]) : []) {
        const { id, ...spec } = each;
        // What disturbs services needs more than one.
        if (!('faults' in spec)) {
          found[id] = spec;
        }
      }
      continue;
    }
    const [, name = '', more = ''] = /^# checks\/([\w.]+)(.*)\n/.exec(body) ?? [];
    assert.ok(name, `an example without a name: ${body}`);
    found[name.replace('.', '-')] = { script: body.slice(body.indexOf('\n') + 1), ...(more.includes('user: root') ? { user: 'root' } : {}) };
  }
  return found;
}

describe('checks: the examples of docs/writing-checks.md', function () {
  this.timeout(120_000);
  let lab: RunningLab | undefined;
  after(async () => {
    if (lab) {
      await rig.engine.remove(lab);
    }
  });
  const rig = useEngine();
  before(async function () {
    this.timeout(600_000);
    const [image] = await rig.engine.prepareImages(
      [{ kind: 'build', name: 'ai-labs/python-ml', context: path.join(images, 'python-ml'), dockerfile: 'Dockerfile', args: {}, images }],
      () => undefined,
    );
    lab = await rig.start({ services: { lab: { image, workspace: 'rw' } } });
  });

  it('tell good work from none', async () => {
    assert.ok(lab);
    const checks = await examples();
    assert.deepEqual(Object.keys(checks).sort(), ['contract', 'health-py', 'health-sh', 'predict-py', 'program-py', 'program-sh', 'service-py', 'service-sh', 'tests']);
    const all = (word: string): Record<string, string> => Object.fromEntries(Object.keys(checks).map((id) => [id, word]));
    const files = { 'checks/test_store.py': tests, 'checks/test_contract.py': contract };
    const side = Object.fromEntries(Object.entries(checks).map(([id, spec]) => [id, { ...spec, parallel: true }]));
    const none = await check(rig, lab, side, { files });
    assert.deepEqual(verdicts(none), all('failed'), JSON.stringify(none.map(({ checkId, message }) => [checkId, message]), null, 1));
    assert.match(resultOf(none, 'tests').message, /No module named 'store'/);

    for (const [name, text] of Object.entries(work)) {
      await rig.sh(lab, `cat > /workspace/${name} <<'END'\n${text}\nEND`, { user: 'learner' });
    }
    await rig.sh(lab, 'cd /workspace; python3 serve.py >/dev/null 2>&1 &', { user: 'learner' });
    await rig.sh(lab, 'until curl -s http://127.0.0.1:8080/ >/dev/null; do sleep 0.1; done');
    const good = await check(rig, lab, checks, { files });
    assert.deepEqual(verdicts(good), all('passed'), JSON.stringify(good.map(({ checkId, message, output }) => [checkId, message, output]), null, 1));
    assert.deepEqual(resultOf(good, 'contract').criteria, [{ criterion: 'test_contract: test_health', passed: true }]);
    const tell = (id: string): string[] => resultOf(good, id).criteria.map(({ criterion }) => criterion);
    const shared = (id: string): string[] => tell(`${id}-sh`).filter((name) => tell(`${id}-py`).includes(name));
    assert.deepEqual(shared('service'), [
      'serve.py is as expected', 'GET http://127.0.0.1:8080/health answers 200', 'POST http://127.0.0.1:8080/predict answers 200', 'three hours cost 7.5', 'it counts what it answers',
    ], 'both languages tell the same in the same words');
  });
});
