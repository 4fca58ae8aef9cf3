import { createDockerEngine } from '../../src/engines/docker/engine';
import type { Engine } from '../../src/engines/engine';
import { DockerBackdoor } from './dockerBackdoor';

/** What the tests do to an engine without asking the adapter: be the learner's own shell, or an accident. */
export interface Backdoor {
  /** Names of everything on the engine that carries a home's label. */
  leftovers(home: string): Promise<string[]>;
  kill(container: string): Promise<void>;
  pause(container: string): Promise<void>;
  unpause(container: string): Promise<void>;
  remove(container: string): Promise<void>;
  /** Makes a container that is not ours although it carries one of our labels. */
  stranger(image: string): Promise<{ exists(): Promise<boolean>; remove(): Promise<void> }>;
  /** When a container's main process started and, where it did, ended. */
  times(container: string): Promise<{ started: Date; finished: Date }>;
  /** Addresses of this machine on which a container's ports are published. */
  publishedOn(container: string): Promise<string[]>;
  /** Labels of a volume that a lab's service mounts. */
  volumeLabels(session: string, volume: string): Promise<Record<string, string>>;
  /** How many containers, those of builds included, run a command with this text in it. */
  runningCommand(text: string): Promise<number>;
  /** Removes images by name, all their tags; a `*` stands for anything. */
  removeImages(names: string[]): Promise<void>;
}

/** An engine to be tested through the port. */
export interface Subject {
  name: string;
  /** The socket the engine listens on: what a proxy passes on to. */
  socket: string;
  /** A new adapter that has not connected yet. @param proxy a socket that stands between it and the engine */
  create(proxy?: string): Engine;
  backdoor(): Backdoor;
}

/** An engine that the Docker adapter speaks to, at a socket. */
export function dockerAt(name: string, socket: string): Subject {
  return {
    name,
    socket,
    create: (proxy) => createDockerEngine({ host: `unix://${proxy ?? socket}` }),
    backdoor: () => new DockerBackdoor(socket),
  };
}

/** The Docker of this machine, the way a learner's is found. */
export function localDocker(): Subject {
  const host = process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock';
  const subject = dockerAt('Docker', host.replace(/^unix:\/\//, ''));
  return { ...subject, create: (proxy) => (proxy ? subject.create(proxy) : createDockerEngine()) };
}
