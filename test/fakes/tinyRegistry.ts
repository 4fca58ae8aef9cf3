import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { packTar } from '../../src/engines/docker/api/tar';

const manifestType = 'application/vnd.docker.distribution.manifest.v2+json';
/** Much enough that an engine tells of the download while it goes on. */
const layerBytes = 4_000_000;
const chunkBytes = 400_000;

interface Blob {
  digest: string;
  bytes: Buffer;
}

function blob(bytes: Buffer): Blob {
  return { digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, bytes };
}

/**
 * A registry of images on loopback, where engines expect no TLS. Each tag is an image nobody has pulled before, with one
 * file in it. Format: https://distribution.github.io/distribution/spec/manifest-v2-2/
 */
export class TinyRegistry {
  /** What all its images are called, without their tags; known once it has started. */
  repository = '';
  private readonly server: Server;
  private readonly tags = new Map<string, { manifest: Blob; blobs: Blob[] }>();

  /** `paceMs`: how long it waits after each tenth of a layer. */
  constructor(private readonly paceMs = 0) {
    this.server = createServer((request, response) => {
      this.answer(request, response).catch((error: Error) => response.destroy(error));
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.repository = `127.0.0.1:${(this.server.address() as AddressInfo).port}/pulled`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  /** A reference to an image that is nowhere but here, and only until the next one is made. */
  newImage(): string {
    const content = randomBytes(layerBytes);
    const tar = packTar([{ path: 'file', type: 'file', mode: 0o644, content }]);
    const layer = blob(gzipSync(tar, { level: 1 }));
    const config = blob(
      Buffer.from(
        JSON.stringify({
          architecture: process.arch === 'x64' ? 'amd64' : process.arch,
          os: 'linux',
          config: { Cmd: ['/file'], User: 'somebody' },
          rootfs: { type: 'layers', diff_ids: [blob(tar).digest] },
          history: [{ created: '2000-01-01T00:00:00Z', created_by: 'a test' }],
        }),
      ),
    );
    const part = ({ digest, bytes }: Blob, mediaType: string): object => ({ mediaType, size: bytes.length, digest });
    const manifest = blob(
      Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: manifestType,
          config: part(config, 'application/vnd.docker.container.image.v1+json'),
          layers: [part(layer, 'application/vnd.docker.image.rootfs.diff.tar.gzip')],
        }),
      ),
    );
    const tag = randomBytes(6).toString('hex');
    this.tags.clear();
    this.tags.set(tag, { manifest, blobs: [config, layer] });
    return `${this.repository}:${tag}`;
  }

  private async answer({ url = '', method }: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, kind, reference = ''] = /^\/v2\/[^/]+\/(manifests|blobs)\/(.+)$/.exec(url) ?? [];
    const found = kind === 'manifests' ? this.manifest(reference) : this.blob(reference);
    if (url === '/v2/') {
      response.end('{}');
      return;
    }
    if (!found) {
      response.writeHead(404).end(JSON.stringify({ errors: [{ code: 'MANIFEST_UNKNOWN', message: 'no such thing' }] }));
      return;
    }
    const type = kind === 'manifests' ? manifestType : 'application/octet-stream';
    response.writeHead(200, { 'content-type': type, 'content-length': found.bytes.length, 'docker-content-digest': found.digest });
    for (let at = 0; at < found.bytes.length && method !== 'HEAD'; at += chunkBytes) {
      response.write(found.bytes.subarray(at, at + chunkBytes));
      await delay(this.paceMs);
    }
    response.end();
  }

  private manifest(reference: string): Blob | undefined {
    return this.tags.get(reference)?.manifest ?? [...this.tags.values()].map(({ manifest }) => manifest).find(({ digest }) => digest === reference);
  }

  private blob(digest: string): Blob | undefined {
    return [...this.tags.values()].flatMap(({ blobs }) => blobs).find((each) => each.digest === digest);
  }
}
