import { createHash } from 'node:crypto';
import type { FolderEntry } from '../../engines/engine';
import type { BaseFile } from './baseFile';
import { type HostFolder, largestFile } from './hostFolder';
import type { Item, Side } from './item';
import type { LabPlace } from './labFolder';
import { plan } from './plan';
import type { Notice } from './synchronise';

/** What a lab's folder may hold to be read whole, in bytes. */
const mostBytes = 1024 ** 3;

/**
 * Brings what changed in a lab that does not run to this machine; nothing can be changed there. Of two versions the
 * lab's is put beside ours.
 */
export async function bringHome(host: HostFolder, place: LabPlace, file: BaseFile, signal?: AbortSignal): Promise<Notice[]> {
  const { engine, running, service, target } = place;
  const entries = await engine.readFolder(running, service, target, mostBytes, signal);
  const memory = await file.read();
  const here = await host.look(memory.base);
  const there = sideOf(entries);
  const contents = new Map(entries.map(({ path, content }) => [path, Buffer.from(content ?? new Uint8Array())]));
  const suffix = `from-lab-${new Date().toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')}`;
  const { steps, clashes } = plan(memory.base, here, there, { suffix });
  const notices: Notice[] = clashes.map((path) => ({ kind: 'clash', path }));
  for (const step of steps) {
    if (step.do === 'aside') {
      for (const [path, item] of there.tree) {
        if (path === step.path || path.startsWith(`${step.path}/`)) {
          await host.write(step.to + path.slice(step.path.length), item, contents.get(path), undefined);
        }
      }
      notices.push({ kind: 'kept-both', path: step.path, to: step.to });
    } else if (step.do === 'write' && step.on === 'host') {
      await host.write(step.path, step.item, contents.get(step.path), step.before);
    } else if (step.do === 'delete' && step.on === 'host') {
      await host.remove(step.path, step.before);
    }
  }
  return [...notices, ...[...host.impossible].map((path): Notice => ({ kind: 'clash', path }))];
}

function sideOf(entries: readonly FolderEntry[]): Side {
  const tree = new Map<string, Item>();
  const unknown = new Set<string>();
  for (const { path, type, mode, content, target } of entries) {
    const size = content?.length ?? 0;
    if (path.split('/').some((part) => part === '' || part === '.' || part === '..')) {
      continue;
    }
    if (size > largestFile || path.split('/').some((part) => part.startsWith('.ai-labs-'))) {
      unknown.add(path);
    } else if (type === 'directory') {
      tree.set(path, { kind: 'folder', mode: 0, id: '', stamp: 'archived', size: 0 });
    } else if (type === 'link') {
      tree.set(path, { kind: 'link', mode: 0, id: target ?? '', stamp: 'archived', size: 0 });
    } else {
      const id = createHash('sha256').update(content ?? new Uint8Array()).digest('hex');
      tree.set(path, { kind: 'file', mode: mode & 0o777, id, stamp: 'archived', size });
    }
  }
  return { tree, unknown };
}
