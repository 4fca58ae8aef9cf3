import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipPart {
  name: string;
  content?: string | Buffer;
  /** As `stat(2)` has it, kind included; default an ordinary file of mode 0644. */
  mode?: number;
  /** What the archive claims to unpack to, in bytes; default the truth. */
  claimed?: number;
  /** As Windows writes it, without a mode. */
  fromWindows?: boolean;
  encrypted?: boolean;
}

/** A zip of these entries, deflated, whatever they are (APPNOTE.TXT of PKWARE, 4.3): for archives that no tool would make. */
export function makeZip(parts: readonly ZipPart[]): Buffer {
  const [locals, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, content = '', mode = 0o100644, claimed, fromWindows, encrypted } of parts) {
    const plain = Buffer.from(content);
    const packed = deflateRawSync(plain, { level: 9 });
    const bytes = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800 | (encrypted ? 1 : 0), 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(plain), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimed ?? plain.length, 18);
    common.writeUInt16LE(bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), common, bytes, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(fromWindows ? 0 : mode * 0x10000, 6);
    rest.writeUInt32LE(at, 10);
    const host = Buffer.from([20, fromWindows ? 0 : 3]);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002', 'latin1'), host, common, rest, bytes]));
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, entries, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}
