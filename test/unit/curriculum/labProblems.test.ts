import assert from 'node:assert/strict';
import { expectProblem, problemsOf, soundText } from './marks';

type Row = [what: string, change: [string, string], code: string, message: RegExp, fix?: string];

function table(rows: Row[]): void {
  for (const [what, change, code, message, fix] of rows) {
    it(what, () => {
      expectProblem(change, code, message, fix);
    });
  }
}

const service = '    image: debian:bookworm-slim\n';
const check = '        run: checks/done.sh\n';
const wrong = '    - {apply: solution/wrong-other.sh, fails: {done: "no file"}}';

describe('mistakes in a lab.yaml', () => {
  it('are none in the sound lab', () => {
    assert.deepEqual(problemsOf(soundText), []);
  });

  it('do not depend on line ends or a byte order mark', () => {
    assert.deepEqual(problemsOf(`\uFEFF${soundText.replace(/\n/g, '\r\n')}`), []);
  });

  describe('of keys', () => {
    table([
      ['unknown at the top, with the nearest', ['minutes: 5', 'minutes: 5\n«dificulties»: []'], 'unknown-key', /no key `dificulties`/],
      ['misspelt at the top: one problem, not a missing key as well', ['minutes: 5', '«minuts»: 5'], 'unknown-key', /Did you mean `minutes`\?/, 'minutes'],
      ['unknown in a service', [service, `${service}    «comand»: [ls]\n`], 'unknown-key', /A service has no key `comand`\. Did you mean `command`/, 'command'],
      ['unknown in a check', [check, `${check}        «timout»: 3s\n`], 'unknown-key', /A check has no key `timout`/, 'timeout'],
      ['unknown in a record of a union', [service, `${service}    depends_on: {lab: {«conditon»: service_started}}\n`], 'unknown-key', /condition/, 'condition'],
      ['unknown in an alternative of a union', [service, '    build: {context: environment, «dockerfle»: Dockerfile}\n'], 'unknown-key', /dockerfile/, 'dockerfile'],
      ['unknown among alternatives that each have one key', [check, `${check}        faults: [{«stopp»: lab}]\n`], 'unknown-key', /Did you mean `stop`/, 'stop'],
      ['two that exclude each other in a fault', [check, `${check}        faults: [{stop: lab, «pause»: lab}]\n`], 'unknown-key', /cannot stand beside `stop`/],
      ['none in a fault', [check, `${check}        faults: [«{}»]\n`], 'missing-key', /needs `stop`, `pause`, `restart` or `disconnect`/],
      ['said twice', ['minutes: 5', 'minutes: 5\n«minutes»: 6'], 'duplicate-key', /already said on line 7/],
      ['with a name of the wrong form', ['  lab:\n', '  «My_Lab»:\n'], 'bad-name', /must be lower-case letters/],
    ]);

    it('missing at the top', () => {
      const [problem, ...others] = problemsOf(soundText.replace('title: A sound lab\n', ''));
      assert.deepEqual(others, []);
      assert.equal(problem?.code, 'missing-key');
      assert.equal(problem.line, 1);
      assert.match(problem.message, /needs `title`: text/);
    });
  });

  describe('of types and values', () => {
    table([
      ['text for a number', ['minutes: 5', 'minutes: «45 min»'], 'wrong-type', /`minutes` must be a whole number\. Found the text "45 min"/],
      ['a quoted number', ['minutes: 5', 'minutes: «"5"»'], 'wrong-type', /whole number/, '5'],
      ['a broken number', ['minutes: 5', 'minutes: «4.5»'], 'wrong-type', /whole number/],
      ['a number for text', ['title: A sound lab', 'title: «42»'], 'wrong-type', /must be text\. Found the number 42/, '"42"'],
      ['an octal mode without quotes', ['minutes: 5', 'minutes: 5\nfiles: [{from: checks/done.sh, to: /etc/x, mode: «0644»}]'], 'wrong-type', /octal mode/, '"0644"'],
      ['yes for true', ['minutes: 5', 'minutes: 5\ninternet: «yes»'], 'wrong-type', /true or false/, 'true'],
      ['nothing behind a key', ['title: A sound lab', '«title»:'], 'wrong-type', /There is nothing here yet/],
      ['a list for a mapping', ['services:\n  lab:\n    image: debian:bookworm-slim', 'services: «[lab]»'], 'wrong-type', /a mapping/],
      ['no service at all', ['services:\n  lab:\n    image: debian:bookworm-slim', 'services: «{}»'], 'wrong-value', /at least one service/],
      ['text for a list', [check, `${check}        needs: «done-before»\n`], 'wrong-type', /must be a list/, '["done-before"]'],
      ['a word that is none of the choices', ['difficulty: beginner', 'difficulty: «begginer»'], 'wrong-value', /`beginner`, `intermediate`/, 'beginner'],
      ['another version', ['version: 1', 'version: «2»'], 'wrong-value', /must be `1`/, '1'],
      ['a duration without a unit', [check, `${check}        timeout: «60»\n`], 'wrong-type', /a duration like "30s"/, '60s'],
      ['a duration in words', [check, `${check}        timeout: «a minute»\n`], 'wrong-value', /a duration like "30s"/],
      ['a size without a unit', [service, `${service}    mem_limit: «512»\n`], 'wrong-type', /a size like "512m"/],
      ['a command that is a mapping', [service, `${service}    command: «{run: ls}»\n`], 'wrong-type', /a command, as text or as a list of words/],
      ['a host port', [service, `${service}    ports: [«"80:8080"»]\n`], 'wrong-value', /the host port is chosen when the lab starts/],
      ['a port that is none', [service, `${service}    ports: [«99999»]\n`], 'wrong-value', /between 1 and 65535/],
      ['the same port twice', [service, `${service}    ports: [8080, «"8080"»]\n`], 'duplicate-value', /already in the list/],
      ['an address that is not https', [check, `${check}        docs: «http://example.org»\n`], 'wrong-value', /https/],
      ['a question of no known kind', ['    checks:\n', '    questions: [{id: why, kind: «essay», prompt: Why?}]\n    checks:\n'], 'wrong-value', /`choice`, `number` or `pattern`/],
      ['a question without a kind', ['    checks:\n', '    questions: [«{id: why, prompt: Why?}»]\n    checks:\n'], 'missing-key', /needs `kind`/],
      ['a key of another kind of question', ['    checks:\n', '    questions: [{id: why, kind: number, prompt: Why?, answer: 1, «options»: [a]}]\n    checks:\n'], 'unknown-key', /no key `options`/],
      ['an answer that is no option', ['    checks:\n', '    questions: [{id: why, kind: choice, prompt: Why?, options: [a, b], answer: [«2»]}]\n    checks:\n'], 'wrong-value', /count from 0 to 1/],
      ['an unknown folder in a container', ['minutes: 5', 'minutes: 5\nworkspace: «/run/ai-labs/x»'], 'wrong-value', /container needs for itself/],
      ['a way up in a container', ['minutes: 5', 'minutes: 5\nworkspace: «/a/../proc»'], 'wrong-value', /\.\./],
    ]);
  });

  describe('of safety', () => {
    const refused = ['privileged', 'network_mode', 'pid', 'ipc', 'devices', 'cap_add', 'security_opt', 'userns_mode', 'cgroup_parent', 'sysctls', 'volumes_from', 'gpus', 'runtime'];
    for (const key of refused) {
      it(`refuse ${key} with a reason`, () => {
        expectProblem([service, `${service}    «${key}»: x\n`], 'unsafe-key', new RegExp(`\`${key}\` cannot be said here: \\S+`));
      });
    }
    table([
      ['name the alternative to privileges', [service, `${service}    «privileged»: true\n`], 'unsafe-key', /engine: true/],
      ['name the alternative to the host network', [service, `${service}    «network_mode»: host\n`], 'unsafe-key', /internet: true/],
      ['refuse a folder of the host', [service, `${service}    volumes: [«/home:/home»]\n`], 'unsafe-value', /cannot be mounted/],
      ['refuse a relative folder of the host', [service, `${service}    volumes: [«./data:/data»]\n`], 'unsafe-value', /`files`/],
      ['refuse a Windows folder', [service, `${service}    volumes: [«'C:\\data:/data'»]\n`], 'unsafe-value', /cannot be mounted/],
      ["refuse the engine's socket", [service, `${service}    volumes: [«/var/run/docker.sock:/var/run/docker.sock»]\n`], 'unsafe-value', /engine: true/],
      ['refuse the long form of a mount', [service, `${service}    volumes: [«{type: bind, source: /, target: /host}»]\n`], 'wrong-type', /a named volume/],
      ['refuse a volume over the folder of checks', [service, `${service}    volumes: [«data:/run/ai-labs»]\n`], 'wrong-value', /container needs for itself/],
      ['say that a key is not needed', [service, `${service}    «container_name»: x\n`], 'unsupported-key', /hostname/],
      ['say that merge keys are not read', [service, `${service}    «<<»: {user: root}\n`], 'unsupported-key', /merge keys/],
      ['refuse a command beside an engine', [service, `${service}    engine: true\n    «command»: [ls]\n`], 'engine-command', /setup/],
    ]);
  });

  describe('of names', () => {
    table([
      ["the lab's id is not the folder's", ['id: sound-lab', 'id: «other-lab»'], 'id-not-folder', /sound-lab/, 'sound-lab'],
      ['the same step twice', ['    title: Do it\n', '    title: Do it\n    guide: guide/01-do.md\n  - id: «do»\n    title: Again\n'], 'duplicate-id', /another step `do` on line 12/],
      ['the same check twice', [check, `${check}      - {id: «done», title: Again, script: exit 0}\n`], 'duplicate-id', /another check `done`/],
      ['a service that is not there', [check, `${check}        service: «lib»\n`], 'unknown-service', /Did you mean `lab`/, 'lab'],
      ['a name of every object is no service', [check, `${check}        service: «constructor»\n`], 'unknown-service', /There is `lab`/],
      ['a terminal that is not there', ['minutes: 5', 'minutes: 5\nterminal: «nowhere»'], 'unknown-service', /no service `nowhere`/],
      ['a terminal that is hidden', [service, `${service}    hidden: «true»\n`], 'hidden-terminal', /terminal/],
      ['a fault of a service that is not there', [check, `${check}        faults: [{stop: «web»}]\n`], 'unknown-service', /web/],
      ['a fault that leaves the check nothing to run in', [check, `${check}        faults: [{stop: «lab»}]\n`], 'own-service', /Let it run in another service/],
      ['a pause of the service the check says', [check, `${check}        service: lab\n        faults: [{pause: «lab»}]\n`], 'own-service', /runs in `lab` itself/],
      ['two faults of one service', [check, `${check}        faults: [{restart: lab}, {disconnect: «lab»}]\n`], 'duplicate-value', /Name each service once/],
      ['a check with faults that runs beside others', [check, `${check}        faults: [{restart: lab}]\n        «parallel»: true\n`], 'one-of', /runs alone/],
      ['a wait for a service that never becomes healthy', ['services:\n', 'services:\n  web: {image: debian, healthcheck: {disable: true}, depends_on: {«db»: {condition: service_healthy}}}\n  db: {image: debian, healthcheck: {disable: true}}\n'], 'never-healthy', /service_started/],
      ['a need that is not there', [check, `${check}        needs: [«doen»]\n`], 'unknown-check', /Did you mean `done`/, 'done'],
      ['a need of itself', [check, `${check}        needs: [«done»]\n`], 'bad-order', /earlier/],
      ['a mistake that fails an unknown check', [wrong, wrong.replace('done:', '«doen»:')], 'unknown-check', /Did you mean `done`/, 'done'],
      ['a mistake after an unknown step', [wrong, wrong.replace('fails', 'after: «don», fails')], 'unknown-step', /Did you mean `do`/, 'do'],
      ['a mistake that fails nothing', [wrong, '    - {apply: solution/wrong-other.sh, «fails»: {}}'], 'too-few', /at least one check/],
      ['a dependency that is not there', [service, `${service}    depends_on: [«web»]\n`], 'unknown-service', /web/],
      ['a dependency on itself', [service, `${service}    depends_on: [«lab»]\n`], 'cycle', /lab -> lab/],
      ['dependencies in a circle', [service, `${service}    depends_on: {«web»: {}}\n  web:\n${service}    depends_on: [lab]\n`], 'cycle', /lab -> web -> lab/],
      ['both run and script', [check, `${check}        «script»: exit 0\n`], 'one-of', /beside `run`/],
      ['both image and build', [service, `    «image»: debian\n    build: environment\n`], 'one-of', /beside `build`/],
      ['a pattern that is none', [wrong, wrong.replace('"no file"', '«"("»')], 'bad-pattern', /regular expression/],
      ['an input pattern that can hang', ['minutes: 5', 'minutes: 5\ninputs: {name: {prompt: Name, pattern: «"^(a+)+$"»}}'], 'unsafe-pattern', /for ever/],
      ['a default that does not match', ['minutes: 5', 'minutes: 5\ninputs: {name: {prompt: Name, pattern: "[a-z]+", default: «A1»}}'], 'wrong-value', /does not match/],
    ]);

    it('neither run nor script', () => {
      const problems = problemsOf(soundText.replace(check, ''));
      assert.deepEqual(problems.map(({ code, line, column }) => ({ code, line, column })), [{ code: 'missing-key', line: 17, column: 9 }]);
    });
  });

  describe('of files', () => {
    table([
      ['one that is missing', ['run: checks/done.sh', 'run: «checks/don.sh»'], 'missing-file', /Did you mean `checks\/done\.sh`/, 'checks/done.sh'],
      ['a folder that is missing', ['guide: guide/01-do.md', 'guide: «guides/01-do.md»'], 'missing-file', /`guides\/01-do\.md`/],
      ['a folder where a file is meant', ['run: checks/done.sh', 'run: «checks»'], 'wrong-kind', /is a folder/],
      ['a file where a folder is meant', [service, '    build: «checks/done.sh»\n'], 'wrong-kind', /a folder is needed/],
      ['a build without a Dockerfile', [service, '    build: «guide»\n'], 'missing-file', /guide\/Dockerfile/],
      ['a guide that is no Markdown', ['guide: guide/01-do.md', 'guide: «checks/done.sh»'], 'wrong-kind', /\.md/],
      ['a way up', ['run: checks/done.sh', 'run: «checks/../../../catalog.yaml»'], 'outside-lab', /"\.\."/],
      ['an absolute path', ['run: checks/done.sh', 'run: «/etc/passwd»'], 'outside-lab', /relative/],
      ['a drive', ['run: checks/done.sh', 'run: «C:/done.sh»'], 'outside-lab', /relative/],
      ['backslashes', ['run: checks/done.sh', 'run: «checks\\done.sh»'], 'outside-lab', /forward slashes/],
      ['a shared image that is missing', ['image: debian:bookworm-slim', 'image: «ai-labs/tool»'], 'missing-image', /Did you mean `ai-labs\/tools`/, 'ai-labs/tools'],
      ['a shared image by a path', ['image: debian:bookworm-slim', 'image: «ai-labs/../tools»'], 'missing-image', /images\/\.\.\/tools/],
      ['a stack, which is reserved', ['minutes: 5', 'minutes: 5\n«stack»: compose.yaml'], 'reserved-key', /under `services`/],
      ['a stack outside the workspace', ['minutes: 5', 'minutes: 5\nstack: «../compose.yaml»'], 'outside-lab', /"\.\."/],
    ]);
  });

  it('come in the order of the file, all at once', () => {
    const problems = problemsOf(soundText.replace('minutes: 5', 'minutes: five').replace('title: Do it', 'titel: Do it').replace('beginner', 'novice'));
    assert.deepEqual(problems.map(({ code, line }) => [code, line]), [['wrong-value', 6], ['wrong-type', 7], ['unknown-key', 13]]);
  });
}).timeout(20_000);
