import { dockerAt, type Subject } from '../engine/subject';

/** The engine that a script started for these tests. */
export function otherEngine(): Subject {
  const socket = process.env['AI_LABS_ENGINE_SOCKET'];
  if (!socket) {
    throw new Error('Run this by `npm run test:podman` or `npm run test:docker-next`, which start an engine and say where it listens.');
  }
  return dockerAt(process.env['AI_LABS_ENGINE_NAME'] ?? 'Another engine', socket);
}
