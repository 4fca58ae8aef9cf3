import * as z from 'zod';

/**
 * What the engine says, as far as we read it. Docker and Podman differ in what they leave out, so everything that is
 * not needed is optional. Source: https://docs.docker.com/reference/api/engine/version/v1.41/
 */

const labels = z
  .record(z.string(), z.string())
  .nullish()
  .transform((value) => value ?? {});

const list = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

export const versionSchema = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  Os: z.string(),
  Arch: z.string(),
  Components: z
    .array(z.object({ Name: z.string() }))
    .nullish()
    .transform((value) => value ?? []),
});

export const infoSchema = z.object({
  SecurityOptions: list,
  /** False without root where cgroups were not delegated. */
  MemoryLimit: z.boolean().default(true),
  PidsLimit: z.boolean().default(true),
});

export const createdSchema = z.object({ Id: z.string() });

export const healthcheckSchema = z.object({
  Test: list,
  /** Nanoseconds, as are the others; 0 or absent means the engine's default. */
  Interval: z.number().optional(),
  Timeout: z.number().optional(),
  StartPeriod: z.number().optional(),
  Retries: z.number().optional(),
});

export const imageSchema = z.object({
  Id: z.string(),
  RepoTags: list,
  Config: z
    .object({
      User: z.string().optional(),
      Cmd: list,
      Entrypoint: list,
      Labels: labels,
    })
    .nullish(),
});

export const containerStateSchema = z.object({
  Status: z.string(),
  Running: z.boolean(),
  ExitCode: z.number().optional(),
  OOMKilled: z.boolean().optional(),
  Error: z.string().optional(),
  /** ISO 8601 with nanoseconds. */
  StartedAt: z.string().optional(),
  FinishedAt: z.string().optional(),
});

const portBindingsSchema = z
  .record(
    z.string(),
    z.array(z.object({ HostIp: z.string().optional(), HostPort: z.string().optional() })).nullish(),
  )
  .nullish()
  .transform((value) => value ?? {});

export const containerSchema = z.object({
  Id: z.string(),
  State: containerStateSchema,
  Image: z.string(),
  Config: z.object({
    User: z.string().optional(),
    Labels: labels,
    Healthcheck: healthcheckSchema.nullish(),
  }),
  HostConfig: z.object({ PortBindings: portBindingsSchema, Dns: list }),
  NetworkSettings: z.object({ Networks: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

export const containerListSchema = z.array(
  z.object({
    Id: z.string(),
    Labels: labels,
    State: z.string(),
    Status: z.string().optional(),
    HostConfig: z.object({ NetworkMode: z.string().optional() }).nullish(),
    NetworkSettings: z
      .object({ Networks: z.record(z.string(), z.object({ NetworkID: z.string().optional() }).nullish()).nullish() })
      .nullish(),
    Ports: z
      .array(
        z.object({ PrivatePort: z.number(), PublicPort: z.number().optional(), Type: z.string().optional() }),
      )
      .nullish()
      .transform((value) => value ?? []),
  }),
);

export const networkListSchema = z.array(z.object({ Id: z.string(), Name: z.string(), Labels: labels }));

export const volumeSchema = z.object({ Name: z.string(), Labels: labels });

export const volumeListSchema = z
  .object({
    Volumes: z
      .array(volumeSchema)
      .nullish()
      .transform((value) => value ?? []),
  })
  .transform((value) => value.Volumes);

export const imageListSchema = z.array(z.object({ Id: z.string(), RepoTags: list, Labels: labels }));

export const execSchema = z.object({ Running: z.boolean(), ExitCode: z.number().nullish() });

export const eventSchema = z.object({
  Type: z.string().optional(),
  Action: z.string(),
  Actor: z.object({ ID: z.string().optional(), Attributes: labels }).optional(),
  time: z.number().optional(),
});

/** One line of the answer to a build or a pull. */
export const progressLineSchema = z.object({
  stream: z.string().optional(),
  status: z.string().optional(),
  id: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).nullish(),
  error: z.string().optional(),
});

export type HealthcheckInfo = z.infer<typeof healthcheckSchema>;
export type ContainerDetails = z.infer<typeof containerSchema>;
export type ContainerSummary = z.infer<typeof containerListSchema>[number];
export type ProgressLine = z.infer<typeof progressLineSchema>;
