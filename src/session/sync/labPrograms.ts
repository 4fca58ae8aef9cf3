/**
 * What runs inside the lab to bring its copy of the folder up to date: sh, find, stat, base64 and sha256sum as both
 * coreutils and busybox have them. All of it runs as the learner, so that it can do nothing that they could not.
 */

/**
 * Lists the folder `$1`: first the lab's clock in seconds, then an entry a line (mode in hex, size, times of content and
 * of the entry in seconds, inode, owner, path), then `end` and whether everything could be read (0). Names with line
 * breaks and names of ours are left out.
 */
export const list = `cd "$1" || exit 3
date +%s
LC_ALL=C find . ! -name . \\( -name '.ai-labs-*' -o -name '*
*' \\) -prune -o ! -name . -exec stat -c '%f %s %Y %Z %i %u %n' {} +
echo "end $?"`;

/** Digests of the files named after the folder `$1`, in their order, an empty line where there is none. */
export const digests = `cd "$1" || exit 3; shift
for f; do if [ -f "$f" ] && [ ! -h "$f" ] && d=$(sha256sum <"$f" 2>/dev/null); then echo "\${d%% *}"; else echo; fi; done
echo end`;

/** Targets of the links named after the folder `$1`, likewise. */
export const targets = `cd "$1" || exit 3; shift
for f; do readlink "$f" || echo; done
echo end`;

/** Contents of the files named after the folder `$1`: base64, then a line with a dot, or with a \`!\` where it failed. */
export const contents = `cd "$1" || exit 3; shift
for f; do if [ -f "$f" ] && [ ! -h "$f" ] && base64 "$f" 2>/dev/null; then echo .; else echo '!'; fi; done
echo end`;

/** What the steps of `applyScript` are made of. Each says its number, and what the entry's stamp is now, when it is done. */
const functions = `cd "$1" || exit 3
stamp() { LC_ALL=C stat -c '%f %s %Y %Z %i' "$1" 2>/dev/null || echo -; }
is() { [ "$(stamp "$1")" = "$2" ]; }
isfolder() { [ -d "$1" ] && [ ! -h "$1" ]; }
done_() { echo "done $1 $(stamp "$2")"; }
put() { # number, path, expected, mode, half-written file
  if chmod "$4" "$5" && is "$2" "$3" && ! isfolder "$2" && { [ ! -h "$2" ] || rm -f "$2"; } && mv -f "$5" "$2"; then done_ "$1" "$2"; else rm -f "$5"; fi; }
link() { # number, path, expected, target
  if is "$2" "$3" && ! isfolder "$2" && rm -f "$2" && ln -s "$4" "$2"; then done_ "$1" "$2"; fi; }
folder() { # number, path, expected or 'folder'
  if [ "$3" = folder ] || is "$2" "$3"; then isfolder "$2" || rm -f "$2"; mkdir -p "$2" && done_ "$1" "$2"; fi; }
drop() { # number, path, expected or 'folder'
  if [ "$3" = folder ]; then rmdir "$2" 2>/dev/null && done_ "$1" "$2"; elif is "$2" "$3" && ! isfolder "$2"; then rm -f "$2" && done_ "$1" "$2"; fi; }
aside() { # number, path, other name
  if [ ! -e "$3" ] && [ ! -h "$3" ]; then mv "$2" "$3" && done_ "$1" "$3"; fi; }
`;

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

/** One thing to do in the lab. `expected` is a stamp as `list` gives it, or what stands for nothing or a folder. */
export type LabStep =
  | { do: 'file'; path: string; expected: string; mode: number; content: Buffer }
  | { do: 'link'; path: string; expected: string; target: string }
  | { do: 'folder'; path: string; expected: string }
  | { do: 'drop'; path: string; expected: string }
  | { do: 'aside'; path: string; to: string };

/** Stamp of what must not be there. */
export const nothing = '-';
/** Stamp of any folder: its times change with what is in it. */
export const anyFolder = 'folder';

/** The script for \`sh -s FOLDER\` that does the steps; each says so on a line of its own, the last line is \`end\`. */
export function applyScript(steps: readonly LabStep[]): string {
  const lines = steps.map((step, index) => {
    const path = quote(`./${step.path}`);
    switch (step.do) {
      case 'file': {
        const half = quote(`./${step.path.replace(/[^/]*$/, '')}.ai-labs-${index}-half`);
        const encoded = step.content.toString('base64').replace(/.{1,76}/g, '$&\n');
        const parent = quote(`./${step.path.replace(/\/?[^/]*$/, '')}`);
        return `mkdir -p ${parent}; base64 -d >${half} <<'AI_LABS_END' && put ${index} ${path} ${quote(step.expected)} ${step.mode.toString(8)} ${half} || rm -f ${half}\n${encoded}AI_LABS_END`;
      }
      case 'link':
        return `mkdir -p ${quote(`./${step.path.replace(/\/?[^/]*$/, '')}`)}; link ${index} ${path} ${quote(step.expected)} ${quote(step.target)}`;
      case 'folder':
      case 'drop':
        return `${step.do} ${index} ${path} ${quote(step.expected)}`;
      case 'aside':
        return `aside ${index} ${path} ${quote(`./${step.to}`)}`;
    }
  });
  return `${functions}${lines.join('\n')}\necho end\n`;
}
