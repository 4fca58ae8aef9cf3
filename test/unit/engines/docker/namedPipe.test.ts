import assert from 'node:assert/strict';
import { callApi, hijackApi } from '../../../../src/engines/docker/api/request';
import { parseAddress } from '../../../../src/engines/docker/connect/address';
import { openClient } from '../../../../src/engines/docker/connect/client';
import { findEndpoints } from '../../../../src/engines/docker/connect/connection';

/** No machine but Windows has pipes by name: what is looked at is the name that Node is asked to connect to. */
describe('A Windows named pipe', function () {
  this.timeout(30_000);
  const asked = '//./pipe/ai-labs_test';

  it('is understood in each way people write it', () => {
    for (const address of ['npipe:////./pipe/ai-labs_test', 'npipe:\\\\.\\pipe\\ai-labs_test', 'npipe://\\\\.\\pipe\\ai-labs_test', '\\\\.\\pipe\\ai-labs_test', '//./pipe/ai-labs_test']) {
      const { socketPath, host, address: shown } = parseAddress(address, 'x', true);
      assert.deepEqual({ socketPath, host, shown }, { socketPath: asked, host: undefined, shown: 'npipe:////./pipe/ai-labs_test' }, address);
    }
  });

  it('is what Node connects to for a question and for a connection of both ways, whatever DOCKER_HOST says', async () => {
    const [endpoint] = findEndpoints({ host: 'npipe:////./pipe/ai-labs_test', platform: 'win32', environment: {} });
    assert.ok(endpoint);
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1';
    try {
      const docker = await openClient(endpoint, '1.41');
      const nobody = { code: 'ENOENT', syscall: 'connect', address: asked };
      await assert.rejects(callApi(docker, { method: 'GET', path: '/version' }), nobody);
      await assert.rejects(hijackApi(docker, { method: 'POST', path: '/exec/x/start', body: { Tty: true } }), nobody);
    } finally {
      if (before === undefined) {
        delete process.env['DOCKER_HOST'];
      } else {
        process.env['DOCKER_HOST'] = before;
      }
    }
  });
});
