/** A key of Compose (or of another platform) that this format leaves out, with what to do instead. */
export interface RefusedKey {
  /** `unsafe-key`: would reach beyond the lab's containers. `unsupported-key`: is not needed here. */
  code: 'unsafe-key' | 'unsupported-key';
  /** Sentences that complete "`key` cannot be said here: …". */
  reason: string;
}

const unsafe = (reason: string): RefusedKey => ({ code: 'unsafe-key', reason });
const unneeded = (reason: string): RefusedKey => ({ code: 'unsupported-key', reason });

const engine = 'A lab that needs a container engine of its own says `engine: true` on a service.';
const isolation = "a lab must not see or change the learner's machine.";

const refused = new Map<string, RefusedKey>([
  ['privileged', unsafe(`${isolation} ${engine}`)],
  ['use_api_socket', unsafe(`${isolation} ${engine}`)],
  ['cap_add', unsafe(`services run with a short, fixed list of capabilities. ${engine}`)],
  ['cap_drop', unneeded('services already run with a short, fixed list of capabilities.')],
  ['security_opt', unsafe(`the hardening of services is fixed. ${engine}`)],
  ['devices', unsafe(`${isolation} There is no access to devices.`)],
  ['device_cgroup_rules', unsafe(`${isolation} There is no access to devices.`)],
  ['gpus', unsafe(`${isolation} There is no access to devices.`)],
  ['network_mode', unsafe(`${isolation} Services reach each other by name; for the internet say \`internet: true\` at the top.`)],
  ['pid', unsafe(`${isolation} Processes of other services are not visible.`)],
  ['ipc', unsafe(`${isolation} For more shared memory say \`shm_size\`.`)],
  ['uts', unsafe(`${isolation} For a name of its own say \`hostname\`.`)],
  ['userns_mode', unsafe(isolation)],
  ['cgroup', unsafe(isolation)],
  ['cgroup_parent', unsafe(isolation)],
  ['runtime', unsafe(`${isolation} ${engine}`)],
  ['sysctls', unsafe(isolation)],
  ['oom_kill_disable', unsafe(`${isolation} For more memory say \`mem_limit\`.`)],
  ['oom_score_adj', unsafe(`${isolation} For more memory say \`mem_limit\`.`)],
  ['ulimits', unsafe('limits are fixed. Say `pids_limit` for more processes.')],
  ['volumes_from', unsafe('name a volume in `volumes` of both services instead.')],
  ['bind', unsafe('folders of the host cannot be mounted. Put files into place with `files`, or use a named volume.')],
  ['env_file', unneeded('write the variables under `environment`.')],
  ['networks', unneeded("all services of a lab share one network of the lab's own and reach each other by name.")],
  ['links', unneeded('services reach each other by name.')],
  ['external_links', unneeded('services of a lab reach only each other. For the internet say `internet: true` at the top.')],
  ['extra_hosts', unneeded('services reach each other by name.')],
  ['dns', unneeded('services reach each other by name. For the internet say `internet: true` at the top.')],
  ['expose', unneeded('services reach each other on every port. Say `ports` for those the learner opens.')],
  ['container_name', unneeded('names of containers are chosen when the lab starts. Say `hostname` for the name inside.')],
  ['restart', unneeded('services that end stay ended, so that checks can see it.')],
  ['deploy', unneeded('say `mem_limit`, `cpus` and `pids_limit`.')],
  ['scale', unneeded('write one service for each replica.')],
  ['mem_reservation', unneeded('say `mem_limit`.')],
  ['memswap_limit', unneeded('say `mem_limit`.')],
  ['cpu_shares', unneeded('say `cpus`.')],
  ['cpuset', unneeded('say `cpus`.')],
  ['secrets', unneeded('make them by a `setup` script, or put a file into place with `files`.')],
  ['configs', unneeded('put them into place with `files`.')],
  ['extends', unneeded('write the service out.')],
  ['include', unneeded('write the services out.')],
  ['profiles', unneeded('every service of a lab starts with it.')],
  ['logging', unneeded('logs are kept up to a fixed size.')],
  ['platform', unneeded("images are those of the learner's machine.")],
  ['pull_policy', unneeded('images are pulled or built when they are missing or changed.')],
  ['labels', unneeded('labels are set when the lab starts.')],
  ['stdin_open', unneeded("the learner's terminal is one of its own.")],
  ['tty', unneeded("the learner's terminal is one of its own.")],
  ['group_add', unneeded("add the user to the group in the image's Dockerfile.")],
  ['<<', unneeded('merge keys are not read. Write the keys out, or use an alias for a whole value.')],
]);

export function refusedKey(key: string): RefusedKey | undefined {
  return refused.get(key);
}
