import type { EngineItem } from '../../engines/engine';

/**
 * Kinds of what Clean Up lists. `lab`: containers, network, volumes and snapshots of one lab, which only make sense
 * together; `snapshot`: what Reset Step goes back to; `image`: built for labs to run from; `copy`: a version of a lab's
 * files; `backup`: a learner's files, copied aside; `rehearsal`: what a rehearsal that was killed left behind; `notes`:
 * what the product wrote down for itself; `folder`: the learner's own files and progress, listed for their size and never
 * removed.
 */
export const belongingKinds = ['lab', 'snapshot', 'image', 'copy', 'backup', 'rehearsal', 'notes', 'folder'] as const;
export type BelongingKind = (typeof belongingKinds)[number];

/** Something of the product's on this machine, on the engine or on disk. */
export interface Belonging {
  /** The same each time it is listed. */
  key: string;
  kind: BelongingKind;
  title: string;
  /** What it is, and what its removal means, in a few words. */
  detail: string;
  /** What its removal frees, in bytes, where that is known. */
  bytes?: number;
  /** Of an image, with the layers it shares with others. */
  wholeBytes?: number;
  parts: { kind: EngineItem['kind'] | 'folder'; name: string; bytes?: number }[];
  /** `shared`: of no home, as images are. */
  whose: 'this' | 'other' | 'shared';
  /** False: it cannot be removed now, because of `why`. */
  offered: boolean;
  why?: string;
  /** Nobody would miss it: chosen unless the person says otherwise. */
  ticked: boolean;
}

/** `1.2 GB`, `34 MB`, `0 MB`: decimal units, as engines print them. */
export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) {
    return '';
  }
  if (bytes >= 1e9) {
    return `${(bytes / 1e9).toFixed(1)} GB`;
  }
  return bytes >= 1e6 ? `${Math.round(bytes / 1e6)} MB` : bytes >= 1000 ? `${Math.round(bytes / 1000)} kB` : `${bytes} B`;
}

/** What a belonging takes: `12 MB`, or `0 B of 354 MB` where most of it is shared with others. */
export function sizeOf({ bytes, wholeBytes }: Pick<Belonging, 'bytes' | 'wholeBytes'>): string {
  const shares = wholeBytes !== undefined && bytes !== undefined && wholeBytes > bytes;
  return shares ? `${sizeText(bytes)} of ${sizeText(wholeBytes)}` : sizeText(bytes);
}

/** Sum of what is known; undefined where nothing is. */
export function sum(sizes: readonly (number | undefined)[]): number | undefined {
  const known = sizes.filter((size) => size !== undefined);
  return known.length > 0 ? known.reduce((total, size) => total + size, 0) : undefined;
}
