import { StringDecoder } from 'node:string_decoder';

/** The lines of a byte stream, as they are complete; empty ones are left out. */
export async function* lines(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const parts = (rest + decoder.write(chunk)).split(/\r?\n/);
    rest = parts.pop() ?? '';
    yield* parts.filter((line) => line !== '');
  }
  rest += decoder.end();
  if (rest.trim() !== '') {
    yield rest;
  }
}
