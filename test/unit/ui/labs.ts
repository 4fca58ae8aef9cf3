import { labSchema } from '../../../src/curriculum/labSchema';
import type { Lab } from '../../../src/curriculum/lab';

/** A lab as the catalog would give it, out of what a test says about it. */
export function lab(id: string, more: Record<string, unknown> = {}, catalog = 'builtin'): Lab {
  return {
    identity: `${catalog}/${id}`,
    catalog,
    id,
    folder: `/labs/stage/${id}`,
    images: '/labs/images',
    definition: labSchema.parse({
      version: 1,
      id,
      title: `Title of ${id}`,
      summary: `Summary of ${id}.`,
      action: 'containers',
      difficulty: 'beginner',
      minutes: 5,
      services: { lab: { image: 'ai-labs/slim', ports: ['8080'] } },
      steps: [
        { id: 'one', title: 'Step one', guide: 'guide/01.md', hints: ['a', 'b', 'c'], checks: [{ id: 'c1', title: 'Check one', script: 'true' }] },
        { id: 'two', title: 'Step two', guide: 'guide/02.md', checks: [{ id: 'c2', title: 'Check two', script: 'true' }] },
      ],
      ...more,
    }),
  };
}
