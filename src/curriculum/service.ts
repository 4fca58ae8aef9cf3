import * as z from 'zod';
import { named } from './expectation';
import { containerPathSchema, durationSchema, idSchema, labPathSchema, sizeSchema, userSchema } from './values';

/**
 * A service of a lab: Compose's own names and meanings, exactly this subset, and three words of ours
 * (`workspace`, `hidden`, `engine`). What could harm the learner's machine cannot be said.
 * Source: https://docs.docker.com/reference/compose-file/services/
 */

const commandSchema = named(z.union([z.string().min(1), z.array(z.string()).min(1)]), 'a command, as text or as a list of words');

const variableSchema = named(z.union([z.string(), z.number(), z.boolean()]), 'text, a number, true or false');

export const environmentSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a variable name: letters, digits and underscores'), variableSchema)
  .transform((values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])));

export const healthcheckSchema = named(
  z.strictObject({
    test: commandSchema
      .optional()
      .meta({ description: 'What says whether the service is healthy: text for the shell, or ["CMD", ...] or ["CMD-SHELL", text]; default what the image says.', examples: ['wget -q -O- http://127.0.0.1:8080/health'] }),
    interval: durationSchema.optional().describe('Time between two tests.'),
    timeout: durationSchema.optional().describe('After this a test counts as failed.'),
    retries: z.int().min(1).max(1000).optional().meta({ description: 'So many failures in a row make it unhealthy.', examples: [3] }),
    start_period: durationSchema.optional().describe('Failures in this time after the start do not count.'),
    disable: z.boolean().optional().describe("true: the image's own healthcheck is not used."),
  }),
  'a healthcheck',
);

const dependsOnSchema = z.union([
  z.array(idSchema),
  z.record(
    idSchema,
    named(
      z.strictObject({
        condition: z
          .enum(['service_started', 'service_healthy', 'service_completed_successfully'])
          .default('service_started')
          .describe('What to wait for before this service starts.'),
      }),
      'a dependency',
    ),
  ),
]);

const buildSchema = z.union([
  labPathSchema,
  named(
    z.strictObject({
      context: labPathSchema.meta({ description: "Folder sent to the engine, inside the lab's folder.", examples: ['environment'] }),
      dockerfile: labPathSchema.optional().meta({ description: 'Relative to the context; default Dockerfile.', examples: ['Dockerfile'] }),
      args: environmentSchema.optional().meta({ description: 'Build arguments.', examples: [{ VERSION: '2' }] }),
      target: z.string().min(1).optional().meta({ description: 'Stage of the Dockerfile to build.', examples: ['runtime'] }),
    }),
    'a build',
  ),
]);

/** `"8080"` or `8080`: a container port, published on a free port of 127.0.0.1. */
const portSchema = named(
  z
    .union([z.string().regex(/^\d{1,5}$/, 'must be a container port like "8080"; the host port is chosen when the lab starts'), z.int()])
    .transform(Number)
    .refine((port) => port >= 1 && port <= 65_535, 'must be between 1 and 65535'),
  'a container port like "8080"',
);

/** Whether the source of a volume is a place on the learner's machine rather than a name. */
function isHostPath(volume: string): boolean {
  return /^([./~\\]|[A-Za-z]:[\\/]|\$)/.test(volume) || /(docker|podman|containerd)\.sock/.test(volume);
}

const volumeSchema = named(
  z.string().superRefine((volume, context) => {
    if (isHostPath(volume)) {
      context.addIssue({
        code: 'custom',
        message:
          "must be a named volume like \"data:/var/lib/data\": folders and sockets of the learner's machine cannot be mounted, so that a lab can't reach them. " +
          'Put files into place with `files`; for a container engine say `engine: true`',
        params: { code: 'unsafe-value' },
      });
    } else if (!/^[a-z0-9][a-z0-9_.-]*:\/[^:]+(:ro|:rw)?$/.test(volume)) {
      context.addIssue({ code: 'custom', message: 'must be a named volume like "data:/var/lib/data"' });
    } else if (!containerPathSchema.safeParse(volume.split(':')[1]).success) {
      context.addIssue({ code: 'custom', message: 'must not be mounted over a folder that the container needs for itself' });
    }
  }),
  'a named volume like "data:/var/lib/data"',
);

const tmpfsEntrySchema = named(
  z
    .string()
    .regex(/^\/[^:\0]*(:[a-z0-9=,]+)?$/, 'must be an absolute path, with options where wanted, like "/run:size=64m"')
    .refine((text) => containerPathSchema.safeParse(text.split(':')[0]).success, 'must not lie over a folder that the container needs for itself'),
  'an absolute path like "/scratch:size=64m"',
);

export const serviceSchema = named(
  z.strictObject({
    image: named(
      z.string().regex(/^[a-z0-9][\w.\-/:@]{0,254}$/, 'must be the name of an image, like "ai-labs/slim" or "debian:bookworm-slim"'),
      'the name of an image, like "ai-labs/slim"',
    )
      .optional()
      .meta({ description: '`ai-labs/<name>` is built from the folder images/<name> of this catalog; any other name is pulled.', examples: ['ai-labs/slim', 'debian:bookworm-slim'] }),
    build: buildSchema.optional().meta({ description: "Builds the image from a folder of the lab (usually `environment`).", examples: ['environment'] }),
    command: commandSchema.optional().meta({ description: 'Instead of what the image runs.', examples: [['python3', 'serve.py']] }),
    entrypoint: commandSchema.optional().meta({ description: "Instead of the image's entrypoint.", examples: [['/usr/bin/env']] }),
    user: userSchema.optional().describe("Who the service, and its terminal, run as; default the image's user."),
    working_dir: containerPathSchema.optional().describe('Where commands start.'),
    environment: environmentSchema.optional().meta({ description: 'Variables of the service.', examples: [{ LOG_LEVEL: 'info' }] }),
    ports: z.array(portSchema).default([]).meta({ description: 'Container ports the learner can open, each on a free port of 127.0.0.1.', examples: [['8080']] }),
    depends_on: dependsOnSchema.optional().meta({ description: 'Services that start before this one.', examples: [['db'], { db: { condition: 'service_healthy' } }] }),
    healthcheck: healthcheckSchema.optional().meta({ description: 'How to tell that the service is ready.', examples: [{ test: 'wget -q -O- http://127.0.0.1:8080/health', interval: '5s' }] }),
    mem_limit: sizeSchema.optional().describe('Most memory it may use.'),
    cpus: named(z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]), 'a number of processors like 1.5')
      .transform(Number)
      .refine((cpus) => cpus > 0 && cpus <= 64, 'must be more than 0 and at most 64')
      .optional()
      .meta({ description: 'Most processor time it may use, in processors.', examples: [1.5] }),
    pids_limit: z.int().min(1).max(100_000).optional().meta({ description: 'Most processes it may have.', examples: [256] }),
    shm_size: sizeSchema.optional().describe('Size of /dev/shm.'),
    tmpfs: z.union([tmpfsEntrySchema, z.array(tmpfsEntrySchema)]).optional().meta({ description: 'Folders kept in memory.', examples: [['/scratch:size=64m']] }),
    read_only: z.boolean().optional().describe('Makes the file system read-only, apart from volumes, tmpfs and the workspace.'),
    volumes: z.array(volumeSchema).default([]).describe('Named volumes, like "data:/var/lib/data"; folders of the host cannot be mounted.'),
    hostname: named(
      z.string().regex(/^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,61}[a-zA-Z0-9])?$/, 'must be a host name: letters, digits, dots and hyphens'),
      'a host name',
    )
      .optional()
      .meta({ description: 'The name it calls itself.', examples: ['gateway'] }),
    init: z.boolean().optional().describe('Whether a small init reaps processes; default true.'),
    workspace: z.enum(['rw', 'ro', 'none']).optional().describe("How it sees the learner's folder; default `rw` for the terminal's service, else `none`."),
    hidden: z.boolean().default(false).describe("The grader's: no terminal, logs or ports for the learner."),
    engine: z.boolean().default(false).describe('Gives the service a rootless container engine of its own, after the learner agrees.'),
  }),
  'a service',
);

export type Service = z.infer<typeof serviceSchema>;
export type Healthcheck = z.infer<typeof healthcheckSchema>;
