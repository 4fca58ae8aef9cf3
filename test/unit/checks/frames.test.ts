import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Frame, FrameDecoder, parseFrame } from '../../../src/checks/frames';

const marker = '0123456789abcdef0123456789abcdef';

type Seen = Frame | { kind: 'raw'; text: string };

/** Decodes a stream cut at the given places; neighbouring raw bytes are joined. */
function decode(stream: Buffer, cuts: number[] = []): Seen[] {
  const seen: Seen[] = [];
  const decoder = new FrameDecoder(
    marker,
    (frame) => seen.push(frame),
    (bytes) => {
      const last = seen.at(-1);
      if (last?.kind === 'raw') {
        last.text += bytes.toString('latin1');
      } else {
        seen.push({ kind: 'raw', text: bytes.toString('latin1') });
      }
    },
  );
  const places = [...new Set(cuts.map((cut) => cut % (stream.length + 1)))].sort((one, other) => one - other);
  let from = 0;
  for (const place of [...places, stream.length]) {
    decoder.push(stream.subarray(from, place));
    from = place;
  }
  return seen;
}

const sample = Buffer.from(
  `before${marker} H 30000\n${marker} S 1 1\n${marker} O 1\n${marker} P 1 12\nraw \xff\0bytes\n${marker} T 1\ntail${marker} C 1 99\n` +
    `${marker} E 1 3 -\n${marker} R 1\n{}\n${marker} D 1\n${marker} B 2 1\n${marker} U 3\n${marker} X tools a b\n${marker} Z\nafter`,
  'latin1',
);
const decoded: Seen[] = [
  { kind: 'raw', text: 'before' },
  { kind: 'hello', uid: 30000 },
  { kind: 'started', check: 1, attempt: 1 },
  { kind: 'output', check: 1 },
  { kind: 'running', check: 1, pid: 12 },
  { kind: 'raw', text: 'raw \xff\0bytes\n' },
  { kind: 'tail', check: 1 },
  { kind: 'raw', text: 'tail' },
  { kind: 'counted', check: 1, bytes: 99 },
  { kind: 'ended', check: 1, code: 3, why: 'ended' },
  { kind: 'report', check: 1 },
  { kind: 'raw', text: '{}\n' },
  { kind: 'done', check: 1 },
  { kind: 'blocked', check: 2, by: 1 },
  { kind: 'no-user', check: 3 },
  { kind: 'unable', reason: 'tools', detail: ['a', 'b'] },
  { kind: 'end' },
  { kind: 'raw', text: 'after' },
];

describe('checks: frames', function () {
  this.timeout(20_000);

  it('are told from raw bytes', () => {
    assert.deepEqual(decode(sample), decoded);
  });

  it('mean the same wherever the stream is cut', () => {
    fc.assert(fc.property(fc.array(fc.nat()), (cuts) => assert.deepEqual(decode(sample, cuts), decoded)));
    assert.deepEqual(decode(sample, Array.from({ length: sample.length }, (_, n) => n)), decoded);
  });

  it('never lose a byte of what is no frame, apart from what may still become one', () => {
    const piece = fc.oneof(fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1')), fc.constantFrom(marker.slice(0, 7), marker.slice(0, 31), `${marker.slice(0, 20)}\n`));
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat()), (pieces, cuts) => {
        const stream = Buffer.from(pieces.join(''), 'latin1');
        if (stream.includes(`${marker} `)) {
          return;
        }
        const raw = decode(stream, cuts).map((each) => (each.kind === 'raw' ? each.text : assert.fail())).join('');
        assert.ok(stream.toString('latin1').startsWith(raw));
        assert.ok(stream.length - raw.length <= marker.length);
      }),
    );
  });

  it('of a truncated stream are those that were whole', () => {
    fc.assert(
      fc.property(fc.nat({ max: sample.length }), (length) => {
        const seen = decode(sample.subarray(0, length));
        const last = seen.at(-1);
        const whole = last?.kind === 'raw' ? seen.slice(0, -1) : seen;
        assert.deepEqual(whole, decoded.slice(0, whole.length));
      }),
    );
  });

  it('that make no sense are garbled, never thrown', () => {
    for (const line of ['', 'Q 1', 'S', 'S x 1', 'S -1 1', 'S 1', 'E 1 1 x', 'E 1 x -', 'P 1', 'X', 'Z 1', 'D 99999999999', 'B 1']) {
      assert.equal(parseFrame(line).kind, 'garbled', line);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (line) => void parseFrame(line)));
  });

  it('without an end are given up, so that memory stays flat', () => {
    const seen = decode(Buffer.from(`${marker} ${'x'.repeat(5000)}`));
    assert.equal(seen[0]?.kind, 'garbled');
  });
});
