import type { LabSpec, ServiceSpec } from '../../engine';
import type { ContainerConfig } from '../lab/containerConfig';
import { names } from '../labels';

/**
 * Whether a lab needs a network at all. A single service without ports or internet talks to nobody: it gets loopback
 * only, which starts faster, hides this machine from it, and lets a try to reach out fail at once instead of hanging.
 */
export function needsNetwork(lab: LabSpec): boolean {
  return lab.internet || lab.services.length > 1 || lab.services.some(({ ports }) => ports.length > 0);
}

/** The name server of labs without internet: there is none. */
export const nobodysNames = '127.0.0.1';

/** How a service is reached by its own name and by the others. */
export function networking(
  lab: LabSpec,
  spec: ServiceSpec,
): {
  host: Pick<ContainerConfig['HostConfig'], 'NetworkMode' | 'ExtraHosts' | 'Dns' | 'DnsOptions'>;
  endpoints: ContainerConfig['NetworkingConfig'];
} {
  if (!needsNetwork(lab)) {
    return {
      host: { NetworkMode: 'none', ExtraHosts: [`${spec.name}:127.0.0.1`] },
      endpoints: { EndpointsConfig: {} },
    };
  }
  const network = names.network(lab.session);
  // Without internet, names outside are asked of nobody, and old engines then leave the question unanswered: with the
  // usual patience a try to reach out would hang for 20 seconds.
  const dns = lab.internet ? {} : { Dns: [nobodysNames], DnsOptions: ['timeout:1', 'attempts:2'] };
  return {
    host: { NetworkMode: network, ...dns },
    endpoints: { EndpointsConfig: { [network]: { Aliases: [spec.name] } } },
  };
}
