import { connect } from 'node:net';
import { createInterface } from 'node:readline';

/** Inside VS Code: does what the bench asks for over its socket, line by line, until it says `end`. An answer is one line. */
export async function obey(work: (what: string) => Promise<string | void>): Promise<void> {
  const socket = connect(process.env.AI_LABS_BENCH_SOCKET ?? '');
  socket.write('ready\n');
  for await (const line of createInterface({ input: socket })) {
    const answer = line === 'end' ? '' : await work(line);
    socket.write(`${answer ?? ''}\n`);
    if (line === 'end') {
      break;
    }
  }
  socket.end();
}
