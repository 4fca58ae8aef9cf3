import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Demux } from '../../../../src/engines/docker/api/demux';

function frame(stream: number, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header[0] = stream;
  header.writeUInt32BE(content.length, 4);
  return Buffer.concat([header, content]);
}

describe('The streams of an exec', () => {
  it('come apart wherever the bytes are cut', () => {
    const frames = fc.array(fc.tuple(fc.constantFrom(1, 2), fc.uint8Array({ maxLength: 40 })), {
      maxLength: 12,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1 });
    fc.assert(
      fc.property(frames, cuts, (written, sizes) => {
        const seen: Record<number, Buffer[]> = { 1: [], 2: [] };
        const demux = new Demux(
          (chunk) => seen[1]?.push(chunk),
          (chunk) => seen[2]?.push(chunk),
        );
        let bytes = Buffer.concat(written.map(([stream, content]) => frame(stream, Buffer.from(content))));
        for (let index = 0; bytes.length > 0; index++) {
          const size = sizes[index % sizes.length] ?? 1;
          demux.push(bytes.subarray(0, size));
          bytes = bytes.subarray(size);
        }
        for (const stream of [1, 2]) {
          const expected = Buffer.concat(
            written.filter(([to]) => to === stream).map(([, content]) => Buffer.from(content)),
          );
          assert.deepEqual(Buffer.concat(seen[stream] ?? []), expected);
        }
      }),
    );
  });
});
