import assert from 'node:assert/strict';
import { useEngine } from '../harness';

describe('The network of a lab on Docker', function () {
  this.timeout(60_000);
  const rig = useEngine();

  it('masquerades only where the lab may reach the internet, and is internal where nothing is published', async () => {
    const settingsOf = async (internet: boolean, ports: { container: number }[]): Promise<{ Internal: boolean; Options?: Record<string, string> }> =>
      rig.withLab({ internet, services: { a: { ports }, b: {} } }, async ({ session }) => {
        const { Internal, Options } = await rig.docker.getNetwork(`ai-labs-${session}`).inspect();
        return { Internal, Options };
      });
    const masquerade = { 'com.docker.network.bridge.enable_ip_masquerade': 'false' };
    assert.deepEqual(await settingsOf(false, [{ container: 8080 }]), { Internal: false, Options: masquerade });
    assert.deepEqual(await settingsOf(false, []), { Internal: true, Options: { 'com.docker.network.bridge.inhibit_ipv4': 'true' } });
    assert.deepEqual(await settingsOf(true, []), { Internal: false, Options: {} });
  });
});
