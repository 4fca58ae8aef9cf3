import * as z from 'zod';

/**
 * What is remembered of a started lab between windows, in `.state/sessions/<lab>.json`, schema version 1. The engine's
 * labels hold what is needed to find a running lab without it.
 */
export const recordSchema = z.object({
  v: z.literal(1),
  /** `<catalog>/<id>`. */
  identity: z.string().min(3),
  /** Of the containers; random, 12 hex digits. Empty where there are none yet. */
  session: z.string(),
  /** True once the containers were made and set up. */
  ready: z.boolean(),
  /** Content digest of the lab this session runs, and the absolute folder of its copy. */
  digest: z.string(),
  copy: z.string(),
  /** Of the catalog the lab came from: absolute folder of its shared images. */
  images: z.string(),
  catalog: z.string(),
  /** The learner's folder, absolute. */
  folder: z.string(),
  /** Whether the folder's starter files and `prepare` are done. */
  prepared: z.boolean(),
  seed: z.string(),
  inputs: z.record(z.string(), z.string()),
  /** Service -> container port -> host port of last time. */
  ports: z.record(z.string(), z.record(z.string(), z.number())),
  /** Service -> the learner's user in it. */
  users: z.record(z.string(), z.string()),
  /** Steps whose `before` has run in these containers. */
  enteredSteps: z.array(z.string()),
  /** The engine does not see the folder: the lab works on a copy of it, kept up to date both ways. */
  streamed: z.boolean().optional(),
  /** Somebody stopped these containers: that they are down is no crash, whatever their exit codes. */
  stopped: z.boolean().optional(),
});

export type SessionRecord = z.infer<typeof recordSchema>;
