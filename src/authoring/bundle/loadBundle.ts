import { randomBytes } from 'node:crypto';
import { mkdir, rename, rm, stat, utimes } from 'node:fs/promises';
import path from 'node:path';
import { isUserError, UserError } from '../../common/errors';
import type { Lab } from '../../curriculum/lab';
import type { Engine, ImagePlan } from '../../engines/engine';
import { bundlesFolder } from '../../session/catalogs/bundles';
import type { Home } from '../../session/home';
import { labDigest } from '../../session/start/digest';
import { imageNeeds } from '../../session/start/spec';
import { BundleFile } from './bundleFile';
import { readBundledLabs } from './bundledLabs';
import { megabytes } from './makeBundle';
import { plainArchitecture, plainReference } from './references';
import { hostileBundle } from './refusal';
import { unpack, verify } from './unpack';

export interface LoadOptions {
  file: string;
  engine: Engine;
  home: Home;
  /** A lab that the catalog knows already. */
  known: (identity: string) => Lab | undefined;
  /** A sentence for a person, and the fraction from 0 to 1. */
  onProgress?: (message: string, fraction: number) => void;
  signal?: AbortSignal;
}

export interface LoadedBundle {
  labs: { identity: string; id: string; title: string }[];
  /** `there`: as good as it was here already. `loaded`: it is here now. `missing`: a lab needs it, and the bundle has it not. */
  images: { reference: string; state: 'there' | 'loaded' | 'missing' }[];
  /** Where the labs lie now; undefined where the catalog had all of them just so. */
  folder?: string;
}

/**
 * Brings the images of a bundle to the engine and its labs into the home, without any network. Nothing is loaded before
 * all of the file has been looked through; loading it again changes nothing. Rejects with CancelledError and UserErrors
 * (`bundle-refused`, `bundle-newer`, `bundle-missing`, `bundle-architecture`, `disk-full`, and the engine's).
 */
export async function loadBundle({ file, engine, home, known, onProgress, signal }: LoadOptions): Promise<LoadedBundle> {
  const bundle = await BundleFile.open(file);
  const aside = path.join(bundlesFolder(home), `.${randomBytes(6).toString('hex')}.partial`);
  try {
    await refuseWrongMachine(bundle, engine, signal);
    await home.make();
    await mkdir(aside, { recursive: true, mode: 0o700 });
    const all = bundle.manifest.parts.reduce((sum, { size }) => sum + size, 0);
    let read = 0;
    const onBytes = (count: number): void => {
      read += count;
      onProgress?.(`Looking the bundle through: ${megabytes(read)} of ${megabytes(all)} MB`, (read / all) / 2);
    };
    await unpack(bundle, aside, onBytes, signal);
    const labs = await readBundledLabs(bundle.manifest, aside);
    const plans = await plan(engine, labs, signal);
    refuseNeedless(bundle, plans);
    await bundle.refuseOtherImages();
    if (bundle.images) {
      await verify(bundle, bundle.images, undefined, onBytes, signal);
    }
    const images = await loadImages(bundle, engine, plans, (fraction) => onProgress?.('Giving the images to the engine', 0.5 + fraction / 2), signal);
    const folder = (await allKnown(bundle, engine, known, plans, signal)) ? undefined : await install(bundle, home, aside);
    return { labs: labs.map(({ identity, id, definition }) => ({ identity, id, title: definition.title })), images, folder };
  } catch (error) {
    throw isUserError(error) ? error : home.notWritable(error);
  } finally {
    await rm(aside, { recursive: true, force: true });
    await bundle.close();
  }
}

async function refuseWrongMachine({ manifest: { architecture, images } }: BundleFile, engine: Engine, signal?: AbortSignal): Promise<void> {
  const status = await engine.probe(signal);
  if (!status.usable) {
    throw status.error;
  }
  if (images.length > 0 && plainArchitecture(status.arch) !== architecture) {
    throw new UserError(`This bundle is for ${architecture}, and the container engine here runs ${plainArchitecture(status.arch)}.`, {
      code: 'bundle-architecture', action: { label: 'Get another', text: `Have a bundle made on a machine with ${plainArchitecture(status.arch)}.` },
    });
  }
}

async function plan(engine: Engine, labs: readonly Lab[], signal?: AbortSignal): Promise<ImagePlan[]> {
  const plans = await engine.planImages(labs.flatMap((lab) => imageNeeds(lab, lab.folder).sources), signal);
  return [...new Map(plans.map((each) => [plainReference(each.reference), each])).values()];
}

/** Images come for labs: one that none of them starts from has no business here. */
function refuseNeedless({ manifest: { images } }: BundleFile, plans: readonly ImagePlan[]): void {
  const needed = new Set(plans.map(({ reference }) => plainReference(reference)));
  const other = images.find(({ reference }) => !needed.has(plainReference(reference)));
  if (other) {
    throw hostileBundle(`none of its labs starts from the image ${other.reference}`);
  }
}

async function loadImages(bundle: BundleFile, engine: Engine, plans: readonly ImagePlan[], onFraction: (fraction: number) => void, signal?: AbortSignal): Promise<LoadedBundle['images']> {
  const part = bundle.images;
  if (part && plans.some(({ ready }) => !ready)) {
    await refuseFullEngine(engine, bundle.manifest.parts.reduce((sum, { size }) => sum + size, 0), signal);
    const archive = bundle.read(part);
    let done = 0;
    archive.on('data', (chunk: Buffer) => onFraction((done += chunk.length) / part.size));
    archive.pause();
    await engine.importImages(archive, signal);
  }
  const now = await engine.planImages(plans.map(({ source }) => source), signal);
  return now.map(({ reference, ready }, index) => ({ reference: plainReference(reference), state: !ready ? 'missing' : plans[index]?.ready ? 'there' : 'loaded' }));
}

async function refuseFullEngine(engine: Engine, bytes: number, signal?: AbortSignal): Promise<void> {
  const { freeBytes } = await engine.resources(signal);
  if (freeBytes !== undefined && freeBytes < bytes) {
    throw new UserError(`The images take ${megabytes(bytes)} MB, and the engine's disk has ${megabytes(freeBytes)} MB left.`, {
      code: 'disk-full', action: { label: 'Clean Up', text: 'Free some space there (`ai-labs clean`), then load the bundle again.', command: 'aiLabs.cleanUp' },
    });
  }
}

/** Whether the catalog has all of the labs just so already, and would start them from the same images. */
async function allKnown({ manifest }: BundleFile, engine: Engine, known: LoadOptions['known'], plans: readonly ImagePlan[], signal?: AbortSignal): Promise<boolean> {
  const needed = new Set(plans.map(({ reference }) => plainReference(reference)));
  for (const { catalog, id, digest } of manifest.labs) {
    const lab = known(`${catalog}/${id}`);
    if (!lab || (await labDigest(lab.folder)) !== digest) {
      return false;
    }
    if ((await plan(engine, [lab], signal)).some(({ reference }) => !needed.has(plainReference(reference)))) {
      return false;
    }
  }
  return true;
}

async function install({ digest }: BundleFile, home: Home, aside: string): Promise<string> {
  const folder = path.join(bundlesFolder(home), digest.slice(0, 16));
  if (await stat(folder).catch(() => undefined)) {
    await utimes(folder, new Date(), new Date());
  } else {
    await rename(aside, folder);
  }
  return folder;
}
