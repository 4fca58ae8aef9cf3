import { setTimeout as delay } from 'node:timers/promises';
import Docker from 'dockerode';
import type { Backdoor } from './subject';

/** The back door of engines that speak Docker's API. */
export class DockerBackdoor implements Backdoor {
  private readonly docker: Docker;

  constructor(socketPath: string) {
    this.docker = new Docker({ socketPath });
  }

  async leftovers(home: string): Promise<string[]> {
    const filters = { label: [`ai-labs.home=${home}`] };
    const containers = await this.docker.listContainers({ all: true, filters });
    const networks = await this.docker.listNetworks({ filters });
    const { Volumes } = await this.docker.listVolumes({ filters: JSON.stringify(filters) });
    const images = await this.docker.listImages({ filters: JSON.stringify(filters) });
    return [
      ...containers.map(({ Names }) => `container ${Names.join(' ')}`),
      ...networks.map(({ Name }) => `network ${Name}`),
      ...(Volumes ?? []).map(({ Name }) => `volume ${Name}`),
      ...images.map(({ Id }) => `image ${Id}`),
    ];
  }

  async kill(container: string): Promise<void> {
    await this.docker.getContainer(container).kill();
    // Docker 28 lists it as running for a moment longer.
    for (let attempt = 0; attempt < 100 && (await this.isListedAsRunning(container)); attempt++) {
      await delay(20);
    }
  }

  private async isListedAsRunning(container: string): Promise<boolean> {
    const containers = await this.docker.listContainers();
    return containers.some(({ Id, State }) => Id === container && State === 'running');
  }

  async pause(container: string): Promise<void> {
    await this.docker.getContainer(container).pause();
  }

  async unpause(container: string): Promise<void> {
    await this.docker.getContainer(container).unpause();
  }

  async remove(container: string): Promise<void> {
    await this.docker.getContainer(container).remove({ force: true });
  }

  async stranger(image: string): Promise<{ exists(): Promise<boolean>; remove(): Promise<void> }> {
    const container = await this.docker.createContainer({
      Image: image,
      Cmd: ['sleep', '60'],
      Labels: { 'ai-labs.home': 'x' },
    });
    return {
      exists: async () => (await container.inspect()).Id === container.id,
      remove: () => container.remove({ force: true }),
    };
  }

  async times(container: string): Promise<{ started: Date; finished: Date }> {
    const { State } = await this.docker.getContainer(container).inspect();
    return { started: new Date(State.StartedAt), finished: new Date(State.FinishedAt) };
  }

  async publishedOn(container: string): Promise<string[]> {
    const { NetworkSettings } = await this.docker.getContainer(container).inspect();
    return Object.values(NetworkSettings.Ports).flatMap((bindings) =>
      (bindings ?? []).map(({ HostIp }) => HostIp),
    );
  }

  async volumeLabels(session: string, volume: string): Promise<Record<string, string>> {
    return (await this.docker.getVolume(`ai-labs-${session}-${volume}`).inspect()).Labels;
  }

  async runningCommand(text: string): Promise<number> {
    // Podman shows the containers of builds only when it is asked for them too.
    const opts = { all: true, external: true };
    const containers = await this.docker.listContainers(opts);
    return containers.filter(({ Command }) => Command?.includes(text)).length;
  }

  async removeImages(names: string[]): Promise<void> {
    const patterns = names.map((name) => new RegExp(`(^|/)${name.replaceAll('*', '.*')}:`));
    const images = await this.docker.listImages();
    const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
    // By name, because an image that another is built on can't be removed by its id.
    for (const tag of tags.filter((each) => patterns.some((pattern) => pattern.test(each)))) {
      await this.docker.getImage(tag).remove({ force: true });
    }
  }
}
