import type { LabSpec, ServiceSpec } from '../../engine';
import { healthConfig } from './healthConfig';
import { label, names } from '../labels';
import { capabilities, resources, security, tmpfs } from './limits';
import { networking } from '../network/networkConfig';
import { dependencyConditions, innerEngine, learnerIds, serviceUser, serviceVolumes } from './serviceFacts';
import { commandWords } from './shellWords';

/** The body of `POST /containers/create`, as far as we use it. */
export interface ContainerConfig {
  Image: string;
  Hostname: string;
  User: string;
  Env: string[];
  Cmd?: string[];
  Entrypoint?: string[];
  WorkingDir?: string;
  Labels: Record<string, string>;
  ExposedPorts: Record<string, object>;
  Healthcheck?: {
    Test: string[];
    Interval?: number;
    Timeout?: number;
    Retries?: number;
    StartPeriod?: number;
  };
  HostConfig: {
    NetworkMode: string;
    /** Podman's alone. */
    UsernsMode?: string;
    ExtraHosts?: string[];
    Dns?: string[];
    DnsOptions?: string[];
    Init: boolean;
    Memory: number;
    MemorySwap: number;
    CpuPeriod: number;
    CpuQuota: number;
    PidsLimit: number;
    ShmSize?: number;
    ReadonlyRootfs: boolean;
    Tmpfs: Record<string, string>;
    Mounts: Mount[];
    PortBindings: Record<string, { HostIp: string; HostPort: string }[]>;
    CapDrop: string[];
    CapAdd: string[];
    SecurityOpt: string[];
    MaskedPaths?: string[];
    ReadonlyPaths?: string[];
    LogConfig: { Type: string; Config: Record<string, string> };
  };
  NetworkingConfig: { EndpointsConfig: Record<string, { Aliases: string[] }> };
}

export interface Mount {
  Type: 'bind' | 'volume';
  Source: string;
  Target: string;
  ReadOnly: boolean;
  VolumeOptions?: { NoCopy?: boolean; Labels: Record<string, string> };
}

function mounts(lab: LabSpec, spec: ServiceSpec, labels: Record<string, string>): Mount[] {
  const result: Mount[] = serviceVolumes(spec).map(({ name, target, readOnly }) => ({
    Type: 'volume',
    Source: names.volume(lab.session, name),
    Target: target,
    ReadOnly: readOnly,
    VolumeOptions: { Labels: labels },
  }));
  if (spec.workspace) {
    const { folder, target, readOnly, streamed } = spec.workspace;
    result.push(
      streamed
        ? { Type: 'volume', Source: names.workspace(lab.session), Target: target, ReadOnly: readOnly, VolumeOptions: { NoCopy: true, Labels: labels } }
        : { Type: 'bind', Source: folder, Target: target, ReadOnly: readOnly },
    );
  }
  return result;
}

function environment(spec: ServiceSpec): string[] {
  const values: Record<string, string> = {};
  if (spec.service.engine) {
    values['XDG_RUNTIME_DIR'] = innerEngine.runtime(learnerIds(spec).uid);
    values['BUILDAH_FORMAT'] = 'docker';
  }
  Object.assign(values, spec.service.environment, spec.environment);
  return Object.entries(values).map(([key, value]) => `${key}=${value}`);
}

/**
 * What the engine is asked to create for a service. Pure.
 * @param ports container port -> port on 127.0.0.1 of this machine
 * @throws UserError `lab-invalid`
 */
export function containerConfig(
  lab: LabSpec,
  spec: ServiceSpec,
  labels: Record<string, string>,
  ports: ReadonlyMap<number, number>,
): ContainerConfig {
  const { service } = spec;
  const mainUser = spec.idle ? '0' : serviceUser(spec);
  const network = networking(lab, spec);
  const completes = lab.services.some(
    (other) => dependencyConditions(other).get(spec.name) === 'service_completed_successfully',
  );
  return {
    Image: spec.image.id,
    Hostname: service.hostname ?? spec.name,
    User: mainUser,
    Env: environment(spec),
    ...(spec.idle
      ? { Entrypoint: ['sleep'], Cmd: ['infinity'] }
      : { Entrypoint: commandWords(service.entrypoint), Cmd: commandWords(service.command) }),
    WorkingDir: service.working_dir ?? spec.workingDir,
    Labels: {
      ...labels,
      [label.service]: spec.name,
      [label.depends]: JSON.stringify(Object.fromEntries(dependencyConditions(spec))),
      ...(completes ? { [label.completes]: 'true' } : {}),
      ...(service.hidden ? { [label.hidden]: 'true' } : {}),
    },
    ExposedPorts: Object.fromEntries([...ports.keys()].map((port) => [`${port}/tcp`, {}])),
    Healthcheck: service.healthcheck && healthConfig(spec.name, service.healthcheck),
    HostConfig: {
      ...network.host,
      Init: service.init ?? true,
      ...resources(spec),
      ReadonlyRootfs: service.read_only ?? false,
      Tmpfs: tmpfs(spec),
      Mounts: mounts(lab, spec, labels),
      PortBindings: Object.fromEntries(
        [...ports].map(([port, host]) => [`${port}/tcp`, [{ HostIp: '127.0.0.1', HostPort: String(host) }]]),
      ),
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      ...security(spec, mainUser),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } },
    },
    NetworkingConfig: network.endpoints,
  };
}
