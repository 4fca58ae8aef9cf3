import { z } from 'zod';
import { durationSchema, idSchema, labPathSchema, sizeSchema } from './values';

/**
 * A service of a lab: Compose's own names and meanings, exactly this subset, and three words of ours
 * (`workspace`, `hidden`, `engine`). What could harm the learner's machine cannot be said.
 * Source: https://docs.docker.com/reference/compose-file/services/
 */

const commandSchema = z.union([z.string().min(1), z.array(z.string()).min(1)]);

export const environmentSchema = z
  .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be a variable name'), z.union([z.string(), z.number(), z.boolean()]))
  .transform((values) => Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])));

export const healthcheckSchema = z.strictObject({
  test: z.union([z.string().min(1), z.array(z.string()).min(1)]),
  interval: durationSchema.optional(),
  timeout: durationSchema.optional(),
  retries: z.int().min(1).max(1000).optional(),
  start_period: durationSchema.optional(),
});

const dependsOnSchema = z.union([
  z.array(idSchema),
  z.record(
    idSchema,
    z.strictObject({
      condition: z.enum(['service_started', 'service_healthy', 'service_completed_successfully']).default('service_started'),
    }),
  ),
]);

const buildSchema = z.union([
  labPathSchema,
  z.strictObject({
    context: labPathSchema,
    dockerfile: labPathSchema.optional(),
    args: environmentSchema.optional(),
    target: z.string().min(1).optional(),
  }),
]);

/** `"8080"` or `8080`: a container port, published on a free port of 127.0.0.1. */
const portSchema = z
  .union([z.string().regex(/^\d{1,5}$/, 'must be a container port like "8080"; the host port is chosen when the lab starts'), z.int()])
  .transform(Number)
  .refine((port) => port >= 1 && port <= 65_535, 'must be between 1 and 65535');

const volumeSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]*:\/[^:]+(:ro|:rw)?$/, 'must be a named volume like "data:/var/lib/data"; folders of the host cannot be mounted');

export const serviceSchema = z.strictObject({
  image: z.string().min(1).optional(),
  build: buildSchema.optional(),
  command: commandSchema.optional(),
  entrypoint: commandSchema.optional(),
  user: z.string().min(1).optional(),
  working_dir: z.string().startsWith('/').optional(),
  environment: environmentSchema.optional(),
  ports: z.array(portSchema).default([]),
  depends_on: dependsOnSchema.optional(),
  healthcheck: healthcheckSchema.optional(),
  mem_limit: sizeSchema.optional(),
  cpus: z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number).optional(),
  pids_limit: z.int().min(1).optional(),
  shm_size: sizeSchema.optional(),
  tmpfs: z.union([z.string(), z.array(z.string())]).optional(),
  read_only: z.boolean().optional(),
  volumes: z.array(volumeSchema).default([]),
  hostname: z.string().optional(),
  init: z.boolean().optional(),
  workspace: z.enum(['rw', 'ro', 'none']).optional(),
  hidden: z.boolean().default(false),
  engine: z.boolean().default(false),
});

export type Service = z.infer<typeof serviceSchema>;
export type Healthcheck = z.infer<typeof healthcheckSchema>;
