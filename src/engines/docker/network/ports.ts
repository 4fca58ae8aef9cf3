import { createServer } from 'node:net';

/** Whether something could listen on a port of 127.0.0.1 of this machine right now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port of 127.0.0.1 that the system says is free. Somebody else may still be faster. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/**
 * Host ports for a service: last time's where it is still free, else a free one. Fixed numbers rather than the
 * engine's choice, because that changes at every start.
 * @param taken ports given out already; what is chosen is added
 */
export async function choosePorts(
  wanted: { container: number; host?: number }[],
  taken: Set<number>,
): Promise<Map<number, number>> {
  const chosen = new Map<number, number>();
  for (const { container, host } of wanted) {
    let port = host !== undefined && !taken.has(host) && (await isFree(host)) ? host : await freePort();
    while (taken.has(port)) {
      port = await freePort();
    }
    taken.add(port);
    chosen.set(container, port);
  }
  return chosen;
}
