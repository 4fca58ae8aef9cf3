import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** What an engine says of its machine, by the field's name in the answer. */
export interface MachineFacts {
  /** Of `GET /version`. */
  version?: Record<string, unknown>;
  /** Of `GET /info`. */
  info?: Record<string, unknown>;
}

/** The real engine as it would answer on another machine; all but the given facts is its own. The caller listens and closes. */
export function engineOnOtherMachine(facts: MachineFacts, engine = '/var/run/docker.sock'): Server {
  return createServer((asked, answer) => {
    const { method, url = '', headers } = asked;
    const onward = request({ socketPath: engine, method, path: url, headers, agent: false }, (said) => {
      const changed = /\/version$/.test(url) ? facts.version : /\/info$/.test(url) ? facts.info : undefined;
      void (changed ? withFacts(said, changed, answer) : said.pipe(answer.writeHead(said.statusCode ?? 500, said.headers)));
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    asked.pipe(onward);
  });
}

async function withFacts(said: IncomingMessage, facts: Record<string, unknown>, answer: ServerResponse): Promise<void> {
  const body = JSON.stringify({ ...(JSON.parse(await text(said)) as object), ...facts });
  answer.writeHead(said.statusCode ?? 500, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}
