import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** What happens to one call of the Engine API. */
export type Fault =
  /** The answer comes late, but in time. */
  | 'delay'
  /** The connection breaks before the engine has heard of it. */
  | 'refuse'
  /** The engine does it, and the connection breaks before we hear so. */
  | 'lose'
  /** The answer breaks off in the middle. */
  | 'truncate'
  | '500'
  | '404'
  | '409'
  /** The call never reaches the engine, and nobody says so. */
  | 'stall'
  /** The engine does it and begins its answer, which never goes on. */
  | 'mute'
  /** From this call on the engine is gone. */
  | 'gone'
  /** From this call on the engine takes connections and never answers. */
  | 'frozen';

export const everyFault: readonly Fault[] = ['delay', 'refuse', 'lose', 'truncate', '500', '404', '409', 'stall', 'mute', 'gone', 'frozen'];

/** Picks a call: what `callName` makes of it, and which of those it is, from 1. */
export interface Target {
  call: string;
  nth: number;
}

const delayMs = 400;

/** Method and path of a request line, without version, query, and what is random in it. */
export function callName(line: string): string {
  const [method = '', address = ''] = line.split(' ');
  const path = (address.split('?')[0] ?? '')
    .replace(/^\/v\d+\.\d+/, '')
    .replace(/[0-9a-f]{64}/g, '*')
    .replace(/ai-labs-[0-9a-f]{12}/g, 'ai-labs-*')
    .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:*')
    .replace(/:[0-9a-f]{12}\b/g, ':*');
  return `${method} ${path}`;
}

/** Stands between us and a real engine's socket. Each connection carries one call, as our client makes them. */
export class FaultProxy {
  /** Names of the calls since the last `clear`, in order. */
  calls: string[] = [];
  /** Told of every call before it is passed on: its name, and which of that name it is, from 1. */
  onCall: (call: string, nth: number) => void = () => undefined;
  /** Whether the armed fault has happened. */
  struck = false;
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private armed: (Target & { fault: Fault }) | undefined;
  private forAll: 'gone' | 'frozen' | undefined;

  constructor(
    readonly path: string,
    private readonly engine = '/var/run/docker.sock',
  ) {
    this.server = createServer({ allowHalfOpen: true }, (client) => this.accept(client));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.path, resolve));
  }

  /** From now on the picked call meets the fault. */
  arm(target: Target, fault: Fault): void {
    this.clear();
    this.armed = { ...target, fault };
  }

  /** Everything passes; counting begins anew. */
  clear(): void {
    this.armed = undefined;
    this.forAll = undefined;
    this.struck = false;
    this.calls = [];
  }

  /** Every open connection breaks. The next one is served. */
  private resetAll(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  /** Until `clear` the engine is gone, or takes connections and never answers. */
  takeAway(how: 'gone' | 'frozen'): void {
    this.forAll = how;
    if (how === 'gone') {
      this.resetAll();
    }
  }

  close(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    this.server.close();
    rmSync(this.path, { force: true });
  }

  private accept(client: Socket): void {
    this.own(client);
    let head = Buffer.alloc(0);
    const onData = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      const end = head.indexOf('\r\n');
      if (end >= 0) {
        client.off('data', onData);
        client.pause();
        this.serve(client, head, callName(head.subarray(0, end).toString('latin1')));
      }
    };
    client.on('data', onData);
  }

  private own(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(socket));
  }

  private serve(client: Socket, head: Buffer, name: string): void {
    this.calls.push(name);
    this.onCall(name, this.calls.filter((call) => call === name).length);
    switch (this.faultFor(name)) {
      case 'gone':
      case 'refuse':
        client.destroy();
        return;
      case 'frozen':
      case 'stall':
        client.resume();
        return;
      case '500':
        return refuse(client, 500, 'Internal Server Error');
      case '404':
        return refuse(client, 404, 'Not Found');
      case '409':
        return refuse(client, 409, 'Conflict');
      case 'delay':
        setTimeout(() => this.forward(client, head), delayMs);
        return;
      case 'lose':
        return this.forward(client, head, () => client.destroy());
      case 'truncate':
        return this.forward(client, head, (chunk) => client.end(firstHalf(chunk)));
      case 'mute':
        return this.forward(client, head, (chunk) => client.write(hasBody(chunk) ? firstHalf(chunk) : chunk));
      default:
        return this.forward(client, head);
    }
  }

  private faultFor(name: string): Fault | undefined {
    const { armed } = this;
    if (this.forAll) {
      return this.forAll;
    }
    const hit = armed?.call === name && this.calls.filter((call) => call === name).length === armed.nth;
    if (!hit) {
      return undefined;
    }
    this.struck = true;
    if (armed.fault === 'gone' || armed.fault === 'frozen') {
      this.takeAway(armed.fault);
    }
    return armed.fault;
  }

  /** `instead`: gets the beginning of the answer, which then goes no further. */
  private forward(client: Socket, head: Buffer, instead?: (first: Buffer) => void): void {
    const engine = connect({ path: this.engine, allowHalfOpen: true });
    this.own(engine);
    client.on('close', () => engine.destroy());
    engine.write(head);
    client.pipe(engine);
    if (instead) {
      engine.once('data', instead);
    } else {
      engine.pipe(client);
      engine.on('error', () => client.destroy());
    }
  }
}

function bodyOf(chunk: Buffer): number {
  return chunk.indexOf('\r\n\r\n') + 4;
}

function hasBody(chunk: Buffer): boolean {
  return chunk.length > bodyOf(chunk);
}

/** The head of an answer and half of what came with it. Where nothing did, half of the head. */
function firstHalf(chunk: Buffer): Buffer {
  const kept = hasBody(chunk) ? bodyOf(chunk) : 0;
  return chunk.subarray(0, kept + Math.floor((chunk.length - kept) / 2));
}

function refuse(client: Socket, status: number, reason: string): void {
  const body = JSON.stringify({ message: `a test says ${status}` });
  client.resume();
  client.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
