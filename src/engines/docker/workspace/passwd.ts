/** A line of `/etc/passwd`, as far as it is needed. */
export interface Account {
  name: string;
  uid: number;
  gid: number;
  home: string;
}

/** Finds a user of an image by name or number. `user` may carry a group after a colon, which is ignored. */
export function findAccount(passwd: string, user: string): Account | undefined {
  const wanted = user.split(':')[0] ?? '';
  for (const line of passwd.split('\n')) {
    const [name = '', , uid = '', gid = '', , home = '/'] = line.split(':');
    if (name !== '' && (name === wanted || uid === wanted)) {
      return { name, uid: Number(uid), gid: Number(gid), home };
    }
  }
  return undefined;
}

/**
 * `/etc/passwd` with other ids for one user. Its line goes first: where another user of the image has the same uid
 * already, the number is to be shown as this one's name.
 */
export function withIds(passwd: string, account: Account, uid: number, gid: number): string {
  const lines = passwd.split('\n');
  const own = lines.find((line) => line.startsWith(`${account.name}:`));
  if (own === undefined) {
    return passwd;
  }
  const fields = own.split(':');
  fields[2] = String(uid);
  fields[3] = String(gid);
  return [fields.join(':'), ...lines.filter((line) => line !== own)].join('\n');
}

/** `/etc/group` with another id for the user's own group, found by its old id. */
export function withGroupId(group: string, oldGid: number, gid: number): string {
  return group
    .split('\n')
    .map((line) => {
      const fields = line.split(':');
      if (fields.length >= 3 && fields[2] === String(oldGid)) {
        fields[2] = String(gid);
        return fields.join(':');
      }
      return line;
    })
    .join('\n');
}
