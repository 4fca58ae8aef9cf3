import type Docker from 'dockerode';
import { runExec } from '../exec/exec';

/**
 * Ids of a lab's container that users inside its inner containers get, in `/etc/subuid` of our image with an inner engine
 * (`labs/images/podman`): first 600 that its base images use, then 64935 that lie above 100000. An engine that runs
 * without root often has 65536 ids in all, so those are not there. Then these take their place: above those that check
 * scripts run as (20000 to 59999), and without the learner's own. Podman hands ranges out sorted, so none may lie lower.
 */
const fewIds = '60578 4956';
const mostIds = 164_935;

/** Source of the formats: user_namespaces(7), subuid(5). Ids of a namespace are taken to begin with 0, without gaps. */
const script = `set -eu
for kind in uid gid; do
  awk -v user="$1" -v own="$(id "-\${kind%id}" "$1")" '
    function range(from, to) { if (from <= to) printf "%s:%d:%d\\n", user, from, to - from + 1 }
    { ids += $3 }
    END {
      if (ids >= ${mostIds}) exit
      n = split("${fewIds}", all, " ")
      for (i = 1; i < n; i += 2) {
        from = all[i]; to = all[i] + all[i + 1] - 1
        if (to >= ids) to = ids - 1
        if (own >= from && own <= to) { range(from, own - 1); from = own + 1 }
        range(from, to)
      }
    }' "/proc/self/\${kind}_map" >"/run/ai-labs/sub$kind"
  if [ ! -s "/run/ai-labs/sub$kind" ] || cmp -s "/run/ai-labs/sub$kind" "/etc/sub$kind"; then rm -f /run/ai-labs/sub[ug]id; exit 1; fi
done
for kind in uid gid; do cat "/run/ai-labs/sub$kind" >"/etc/sub$kind"; done
rm /run/ai-labs/sub[ug]id`;

/**
 * Gives a learner's inner engine other ids to hand out, where the engine outside has not those of the image.
 * @returns whether there was something to change
 */
export async function fitInnerIds(docker: Docker, container: string, user: string): Promise<boolean> {
  const { exitCode } = await runExec(docker, container, { command: ['sh', '-c', script, 'sh', user.split(':')[0] ?? user], user: '0' });
  return exitCode === 0;
}
