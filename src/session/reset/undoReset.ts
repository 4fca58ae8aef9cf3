import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as l10n from '@vscode/l10n';
import { throwIfAborted } from '../../common/cancellation';
import { UserError } from '../../common/errors';
import { backUp, latestBackup } from './backups';
import { claim } from '../files/claim';
import type { SessionContext } from '../context';
import { replaceContent } from '../files/folder';
import { reown } from '../files/reown';
import { copyTree } from '../files/tree';
import { ownerOfNew } from '../files/workspace';

/**
 * Brings the learner's folder back as it was before the last reset, after copying aside what is in it now: undoing again
 * brings that back. Containers and progress stay as they are. With the lab's lock held; needs no engine.
 * Throws a UserError with the code `nothing-to-undo` or `backup-failed`, and then nothing has changed.
 */
export async function undoReset(context: SessionContext, identity: string, signal: AbortSignal): Promise<{ restored: string; backup?: string }> {
  const { home, table } = context;
  const record = (await context.records.read(identity)) ?? table.get(identity).record;
  const restored = await latestBackup(home, identity);
  if (!record || restored === undefined) {
    throw new UserError(l10n.t("There is no copy of this lab's files from before a reset."), {
      code: 'nothing-to-undo',
      action: { label: l10n.t('Open Lab Folder'), text: l10n.t('Your files are as you left them.'), command: 'aiLabs.openFolder', arguments: [{ lab: identity }] },
    });
  }
  await reown(context, table.get(identity));
  const engine = await context.engine();
  await claim(context, identity, await engine.findLabs(home.id, signal).then((all) => all.filter(({ lab }) => lab === identity), () => []));
  const staged = join(home.steps, `${randomUUID()}.partial`);
  try {
    await mkdir(staged, { recursive: true, mode: 0o700 });
    await mkdir(record.folder, { recursive: true });
    await copyTree(restored, staged, await ownerOfNew(record.folder));
    throwIfAborted(signal);
    const backup = await backUp(home, identity, record.folder);
    await replaceContent(record.folder, staged);
    await context.links.sync(identity, signal);
    const aside = backup ? { backup } : {};
    await context.journal.append({ kind: 'reset-undone', lab: identity, restored, ...aside });
    return { restored, ...aside };
  } catch (error) {
    throw home.notWritable(error);
  } finally {
    await rm(staged, { recursive: true, force: true });
  }
}
