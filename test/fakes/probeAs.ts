import { createDockerEngine } from '../../src/engines/docker/engine';

// Probes a socket as whoever runs this, and prints the reason: `node --import tsx probeAs.ts unix:///some.sock`.
void createDockerEngine({ host: process.argv[2] })
  .probe()
  .then((status) => process.stdout.write(status.usable ? 'usable' : `${status.reason} ${status.error.code}`));
