import assert from 'node:assert/strict';
import { useEngine } from '../harness';

describe('The network of a lab on Docker', function () {
  this.timeout(60_000);
  const rig = useEngine();

  it('masquerades only where the lab may reach the internet', async () => {
    const optionsOf = async (internet: boolean): Promise<Record<string, string> | undefined> =>
      rig.withLab({ internet, services: { a: {}, b: {} } }, async ({ session }) => {
        return (await rig.docker.getNetwork(`ai-labs-${session}`).inspect()).Options;
      });
    assert.deepEqual(await optionsOf(false), { 'com.docker.network.bridge.enable_ip_masquerade': 'false' });
    assert.deepEqual(await optionsOf(true), {});
  });
});
