import { rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between us and a real engine's socket, to take the engine away in the middle of something. */
export class EngineProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private stalled = false;

  constructor(
    readonly path: string,
    target: string,
    /** Sees every request line that passes, such as `POST /v1.41/containers/create?name=x`. */
    onRequest: (line: string) => void = () => undefined,
  ) {
    this.server = createServer({ allowHalfOpen: true }, (client) => {
      const engine = connect({ path: target, allowHalfOpen: true });
      for (const socket of [client, engine]) {
        this.sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => this.sockets.delete(socket));
      }
      client.once('data', (chunk: Buffer) => {
        onRequest(/^(\S+ \S+)/.exec(chunk.toString('latin1'))?.[1] ?? '');
        if (!this.stalled) {
          engine.write(chunk);
          client.pipe(engine);
        }
      });
      engine.pipe(client);
      engine.on('error', () => client.destroy());
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.path, resolve));
  }

  /** As when the engine hangs: connections are accepted, and what is asked from now on is never answered. */
  stall(): void {
    this.stalled = true;
  }

  /** As when the engine is killed: every connection breaks, and the next is refused. */
  kill(): void {
    for (const socket of this.sockets) {
      socket.destroy();
    }
    this.server.close();
    rmSync(this.path, { force: true });
  }
}
