import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Docker from 'dockerode';
import { serviceSchema } from '../../src/curriculum/service';
import type {
  Engine,
  ExecRequest,
  LabSpec,
  ResolvedImage,
  RunningLab,
  ServiceSpec,
} from '../../src/engines/engine';
import { type Backdoor, localDocker, type Subject } from './subject';

/** What a test says about a service: anything of lab.yaml, plus what the session would add. */
export interface TestService {
  /** Keys of a service in lab.yaml; `image` is ignored. */
  service?: Record<string, unknown>;
  /** Default: true where `service` has no command. */
  idle?: boolean;
  image?: ResolvedImage;
  environment?: Record<string, string>;
  ports?: { container: number; host?: number }[];
  /** Mounts the rig's folder at /workspace. */
  workspace?: 'rw' | 'ro' | Partial<NonNullable<ServiceSpec['workspace']>>;
}

export interface TestLab {
  services?: Record<string, TestService>;
  internet?: boolean;
  session?: string;
  labels?: Record<string, string>;
  home?: string;
}

/**
 * A real engine, a tiny image (Debian slim with a user `learner`, uid 1000) and a home of its own for one `describe`.
 * Call `useEngine()` inside a `describe`: everything is set up before its tests, and after them the rig fails when a
 * container, network or volume of its home is left.
 */
export class EngineRig {
  engine!: Engine;
  /** A client of the tests' own, to look behind the engine's back; for tests of what is Docker's alone. */
  docker!: Docker;
  /** The same for tests of what every engine does. */
  behind!: Backdoor;
  image!: ResolvedImage;
  /** The digest of a home, as in `LabSpec.home`. */
  readonly home = `test-${randomBytes(6).toString('hex')}`;
  /** A temporary folder of this rig. */
  folder!: string;
  /** The learner's folder inside it, owned by 1000:1000. */
  workspace!: string;

  constructor(readonly subject: Subject = localDocker()) {}

  async setUp(): Promise<void> {
    this.engine = this.subject.create();
    this.docker = new Docker({ socketPath: this.subject.socket });
    this.behind = this.subject.backdoor();
    this.folder = await mkdtemp(path.join(tmpdir(), 'ai-labs-test-'));
    this.workspace = await this.makeWorkspace('workspace', 1000);
    this.image = await testImage(this.engine);
  }

  private readonly shared: RunningLab[] = [];

  async tearDown(): Promise<void> {
    await Promise.all(this.shared.map((lab) => this.engine.remove(lab)));
    await rm(this.folder, { recursive: true, force: true });
    const left = await this.leftovers();
    for (const lab of await this.engine.findLabs(this.home)) {
      await this.engine.remove(lab);
    }
    assert.deepEqual(left, [], 'the tests left things behind on the engine');
  }

  /** A folder under the rig's own, owned by that uid and gid where the tests may give files away. */
  async makeWorkspace(name: string, owner: number): Promise<string> {
    const folder = path.join(this.folder, name);
    await mkdir(folder, { recursive: true });
    if (process.getuid?.() === 0) {
      await chown(folder, owner, owner);
    }
    return folder;
  }

  spec(lab: TestLab = {}): LabSpec {
    const services = lab.services ?? { lab: {} };
    return {
      lab: 'test/lab',
      session: lab.session ?? randomBytes(6).toString('hex'),
      home: lab.home ?? this.home,
      internet: lab.internet ?? false,
      labels: lab.labels ?? {},
      services: Object.entries(services).map(([name, service]) => this.serviceSpec(name, service)),
    };
  }

  private serviceSpec(name: string, options: TestService): ServiceSpec {
    const service = serviceSchema.parse(options.service ?? {});
    const folder = this.workspace;
    const mount = options.workspace;
    return {
      name,
      service,
      image: options.image ?? this.image,
      idle: options.idle ?? (service.command === undefined && service.entrypoint === undefined),
      environment: options.environment ?? {},
      workingDir: mount ? '/workspace' : undefined,
      ports: options.ports ?? service.ports.map((container) => ({ container })),
      workspace: mount && {
        folder,
        target: '/workspace',
        readOnly: mount === 'ro',
        ...(typeof mount === 'object' ? mount : {}),
      },
    };
  }

  /** Creates a lab and marks it ready. The caller removes it. */
  async start(lab: TestLab = {}): Promise<RunningLab> {
    const running = await this.engine.createLab(this.spec(lab), () => undefined);
    await this.engine.markReady(running);
    return running;
  }

  /** Creates a lab for all tests of the `describe`; removed with the rig. */
  async startShared(lab: TestLab = {}): Promise<RunningLab> {
    const running = await this.start(lab);
    this.shared.push(running);
    return running;
  }

  /** Runs `work` with a lab that is gone afterwards. */
  async withLab<T>(lab: TestLab, work: (running: RunningLab) => Promise<T>): Promise<T> {
    const running = await this.start(lab);
    try {
      return await work(running);
    } finally {
      await this.engine.remove(running);
    }
  }

  /** Runs a shell line in a service and collects what it printed, as root unless said otherwise. */
  async sh(
    lab: RunningLab,
    line: string,
    options: Partial<ExecRequest> & { service?: string } = {},
  ): Promise<{ exitCode?: number; stdout: string; stderr: string }> {
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    const { service = 'lab', ...request } = options;
    const { exitCode } = await this.engine.exec(lab, service, {
      command: ['sh', '-c', line],
      onStdout: (chunk) => stdout.push(chunk),
      onStderr: (chunk) => stderr.push(chunk),
      ...request,
    });
    return { exitCode, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() };
  }

  /** Names of everything on the engine that carries a home's label, as the engine itself says. */
  async leftovers(home = this.home): Promise<string[]> {
    return this.behind.leftovers(home);
  }
}

/**
 * What a server on loopback answers, asked until it does, or undefined after `seconds`. (Node's `fetch` may never settle
 * where a connection is closed before an answer, which is what a published port without a server behind it does.)
 */
export async function askUntilAnswered(port: number, path = '/', seconds = 30): Promise<string | undefined> {
  for (const end = Date.now() + seconds * 1000; Date.now() < end;) {
    const answer = await new Promise<string | undefined>((resolve) => {
      const request = get({ host: '127.0.0.1', port, path, timeout: 2000, agent: false }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => (body += chunk.toString()));
        response.on('end', () => resolve(body));
        response.on('error', () => resolve(undefined));
      });
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
      request.on('close', () => resolve(undefined));
    });
    if (answer !== undefined) {
      return answer;
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return undefined;
}

const fixtures = path.resolve(__dirname, '../fixtures/images');

/** The image the tests run in: built once, kept between runs. */
export async function testImage(engine: Engine): Promise<ResolvedImage> {
  const [image] = await engine.prepareImages(
    [
      {
        kind: 'build',
        name: 'ai-labs/test-base',
        context: path.join(fixtures, 'test-base'),
        dockerfile: 'Dockerfile',
        args: {},
        images: fixtures,
      },
    ],
    () => undefined,
  );
  assert.ok(image);
  return image;
}

/** Sets an engine up around the tests of the `describe` it is called in. */
export function useEngine(subject?: Subject): EngineRig {
  const rig = new EngineRig(subject);
  before(async function () {
    this.timeout(120_000);
    await rig.setUp();
  });
  after(async function () {
    this.timeout(120_000);
    await rig.tearDown();
  });
  return rig;
}
