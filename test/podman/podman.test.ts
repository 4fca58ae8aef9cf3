import { conformance } from '../engine/conformance/suite';
import { dockerAt } from '../engine/subject';

const socket = process.env['AI_LABS_PODMAN_SOCKET'];
if (!socket) {
  throw new Error('Run this by `npm run test:podman`, which starts Podman and says where it listens.');
}
conformance(dockerAt(process.env['AI_LABS_PODMAN_NAME'] ?? 'Podman', socket));
