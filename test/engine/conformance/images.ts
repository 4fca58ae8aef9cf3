import assert from 'node:assert/strict';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { EngineProgress, ImageSource } from '../../../src/engines/engine';
import { useEngine } from '../harness';
import type { Subject } from '../subject';

export function images(subject: Subject): void {
  describe('Images', function () {
    this.timeout(180_000);
    const rig = useEngine(subject);
    const progress: EngineProgress[] = [];
    let number = 0;

    /** Writes a context of its own and returns its source. */
    async function source(
      dockerfile: string,
      files: Record<string, string> = {},
    ): Promise<Extract<ImageSource, { kind: 'build' }>> {
      const context = path.join(rig.folder, `context-${++number}`);
      await mkdir(context, { recursive: true });
      await writeFile(path.join(context, 'Dockerfile'), dockerfile);
      for (const [name, content] of Object.entries(files)) {
        await writeFile(path.join(context, name), content);
      }
      return {
        kind: 'build',
        name: `ai-labs/test-images-${number}`,
        context,
        dockerfile: 'Dockerfile',
        args: {},
        images: path.join(rig.folder, 'images'),
      };
    }

    const prepare = async (image: ImageSource, signal?: AbortSignal): Promise<string> => {
      progress.length = 0;
      const [made] = await rig.engine.prepareImages([image], (item) => progress.push(item), signal);
      return made?.id ?? '';
    };
    const ready = async (image: ImageSource): Promise<boolean | undefined> =>
      (await rig.engine.planImages([image]))[0]?.ready;

    before(() =>
      cp(path.resolve(__dirname, '../../fixtures/images'), path.join(rig.folder, 'images'), {
        recursive: true,
      }),
    );
    after(() => rig.behind.removeImages(['ai-labs/test-images-*', 'ai-labs/test-shared']));

    it('are built once, and again when their content changes', async () => {
      const image = await source('FROM ai-labs/test-base\nCOPY a.txt /\nRUN echo built >/b.txt\n', {
        'a.txt': 'one',
      });
      assert.equal(await ready(image), false);
      const first = await prepare(image);
      assert.ok(
        progress.some(
          ({ message, fraction }) =>
            /step 3 of \d/.test(message) && fraction !== undefined && fraction > 0 && fraction < 1,
        ),
      );
      assert.ok(progress.some(({ log }) => /RUN echo built/.test(log ?? '')));
      assert.equal(await ready(image), true);
      assert.equal(await prepare(image), first);
      assert.deepEqual(progress, [], 'nothing is done for what is there');
      await writeFile(path.join(image.context, 'a.txt'), 'two');
      assert.equal(await ready(image), false);
      assert.notEqual(await prepare(image), first);
    });

    it('are built again when an image of ours below them changes', async () => {
      const shared = path.join(rig.folder, 'images/test-shared');
      await mkdir(shared);
      await writeFile(path.join(shared, 'Dockerfile'), 'FROM ai-labs/test-base\nRUN echo 1 >/shared\n');
      const image = await source('FROM ai-labs/test-shared\nUSER learner\nCMD ["cat", "/shared"]\n');
      const first = await prepare(image);
      await writeFile(path.join(shared, 'Dockerfile'), 'FROM ai-labs/test-base\nRUN echo 2 >/shared\n');
      assert.equal(await ready(image), false);
      assert.notEqual(await prepare(image), first);
      const [made] = await rig.engine.prepareImages([image], () => undefined);
      assert.deepEqual([made?.user, made?.hasCommand], ['learner', true]);
    });

    it('have a command of their own only where it is more than a shell', async () => {
      assert.equal(rig.image.hasCommand, false);
      assert.equal(rig.image.user, '');
    });

    it('say which instruction failed, with its last words', async () => {
      const image = await source('FROM ai-labs/test-base\nRUN echo reason given; exit 12\n');
      await assert.rejects(prepare(image), (error: Error & { code?: string; detail?: string }) => {
        assert.equal(error.code, 'image-build-failed');
        assert.match(error.message, /RUN echo reason given/);
        assert.match(error.detail ?? '', /reason given/);
        return true;
      });
      assert.equal(await ready(image), false);
    });

    it('say when what they build on cannot be had', async () => {
      await assert.rejects(prepare(await source('FROM registry.invalid/nothing:1\n')), {
        code: 'image-pull-failed',
        message: /registry\.invalid/,
      });
      await assert.rejects(prepare({ kind: 'pull', reference: 'registry.invalid/nothing:1' }), {
        code: 'image-pull-failed',
      });
      await assert.rejects(prepare(await source('FROM ai-labs/not-there\n')), {
        code: 'image-context-missing',
      });
      await assert.rejects(prepare({ ...(await source('')), context: path.join(rig.folder, 'nowhere') }), {
        code: 'image-context-missing',
      });
      await assert.rejects(prepare(await source('FRUM x\n')), { code: /image-build-failed|engine-refused/ });
    });

    it('say when they build on each other in a circle', async () => {
      for (const [name, base] of [
        ['test-egg', 'test-hen'],
        ['test-hen', 'test-egg'],
      ] as const) {
        await mkdir(path.join(rig.folder, 'images', name));
        await writeFile(path.join(rig.folder, 'images', name, 'Dockerfile'), `FROM ai-labs/${base}\n`);
      }
      await assert.rejects(prepare(await source('FROM ai-labs/test-egg\n')), {
        code: 'lab-invalid',
        message: /circle/,
      });
    });

    it('leave nothing when their build is cancelled', async () => {
      const image = await source('FROM ai-labs/test-base\nRUN sleep 987\n');
      const abort = new AbortController();
      const building = prepare(image, abort.signal);
      const outcome = assert.rejects(building, { name: 'CancelledError' });
      const building987 = (): Promise<number> => rig.behind.runningCommand('sleep 987');
      for (let attempt = 0; attempt < 200 && (await building987()) === 0; attempt++) {
        await delay(50);
      }
      abort.abort();
      await outcome;
      for (let attempt = 0; attempt < 200 && (await building987()) > 0; attempt++) {
        await delay(50);
      }
      assert.equal(await building987(), 0);
      assert.equal(await ready(image), false);
    });

    it('that are there are not pulled', async () => {
      const reference = 'debian:bookworm-slim';
      assert.equal(await ready({ kind: 'pull', reference }), true);
      assert.ok(await prepare({ kind: 'pull', reference }));
      assert.deepEqual(progress, []);
    });
  });
}
