import type { ProgramWriter } from './programWriter';
import { asBytes, quote } from './shellText';

/** A user of the image, known in the program as `u<key>`, `g<key>` and `h<key>` (uid, gid and home). */
export interface ImageUser {
  key: number;
  spec: string;
}

/** The users a program needs, looked up when it runs. */
export class ImageUsers {
  readonly all: ImageUser[] = [];

  add(spec: string): ImageUser {
    const known = this.all.find((user) => user.spec === spec);
    if (known) {
      return known;
    }
    const user = { key: this.all.length, spec };
    this.all.push(user);
    return user;
  }

  /** Looks them up, and finds a uid for `checker` that no user of the image has. */
  write(writer: ProgramWriter): void {
    writer.line('who() {');
    for (const { key, spec } of this.all) {
      const [name = ''] = spec.split(':');
      const field = /^\d+$/.test(name) ? '$2' : '$1';
      writer.line(`[ -n "\${u${key}-}" ] || case ${field} in ${quote(asBytes(name))}) u${key}=$2 g${key}=$3 h${key}=$4 ;; esac`);
    }
    writer.line('case $2:$3 in "$U":* | *:"$U") taken=yes ;; esac');
    writer.line('}');
    writer.line('users');
    for (const { key, spec } of this.all) {
      const [name = '', group] = spec.split(':');
      if (/^\d+$/.test(name)) {
        writer.line(`u${key}=\${u${key}:-${name}} g${key}=\${g${key}:-0} h${key}=\${h${key}:-/}`);
        writer.line(`case $U in ${name}) U=$((U + 1)) ;; esac`);
      }
      if (group !== undefined && /^\d+$/.test(group)) {
        writer.line(`g${key}=${group}`);
      }
    }
  }
}
