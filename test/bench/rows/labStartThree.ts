import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Row } from '../measure';
import { docker, openStage, silentAsker } from '../stage';

const run = promisify(execFile);
const server = 'touch /tmp/up; exec sleep infinity';

/** A database, what needs it, and the terminal behind both, each started once the one before is healthy. */
const services = [
  `  db: {image: ai-labs/slim, command: [sh, -c, "${server}"], healthcheck: &up {test: [CMD, test, -e, /tmp/up], interval: 1s}}`,
  `  api: {image: ai-labs/slim, command: [sh, -c, "${server}"], healthcheck: *up, depends_on: {db: {condition: service_healthy}}}`,
  '  lab: {image: ai-labs/slim, user: learner, depends_on: {api: {condition: service_healthy}}}',
];

/** The same by hand: it asks for health itself, sooner than the engine would. Arguments: a name, the image. */
const byHand = `set -e
docker network create "$1" >/dev/null
up() { until docker exec "$1-$2" test -e /tmp/up; do sleep 0.05; done; }
docker run -d --network "$1" --name "$1-db" "$2" sh -c '${server}' >/dev/null; up "$1" db
docker run -d --network "$1" --name "$1-api" "$2" sh -c '${server}' >/dev/null; up "$1" api
docker run -d --network "$1" --name "$1-lab" "$2" sleep infinity >/dev/null`;

/** From the click to a lab of three services that wait for each other's health. */
export const labStartThree: Row = {
  id: 'lab-start-three',
  title: 'start of a lab with three services in order of health, image present',
  against: 'docker run -d of each, its health awaited by a shell script',
  budget: 1.1,
  rounds: 7,
  open: async () => {
    const stage = await openStage(1, { services });
    const { core, lab, image } = stage;
    const start = (): Promise<unknown> => core.sessions.start(lab, { asker: silentAsker });
    await start();
    await core.sessions.remove(lab.identity);
    return {
      subject: async () => {
        await start();
        return () => core.sessions.remove(lab.identity);
      },
      yardstick: async () => {
        const name = `bench-${randomBytes(6).toString('hex')}`;
        await run('sh', ['-c', byHand, 'sh', name, image]);
        return async () => {
          await docker('rm', '-f', `${name}-db`, `${name}-api`, `${name}-lab`);
          await docker('network', 'rm', name);
        };
      },
      dispose: () => stage.dispose(),
    };
  },
};
