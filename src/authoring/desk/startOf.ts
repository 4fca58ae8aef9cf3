import path from 'node:path';

/** What a new file of a lab begins with. A check fails until somebody writes it: one that passes is worse than none. */
export function startOf(labPath: string): string {
  const name = path.posix.basename(labPath).replace(/\.[^.]*$/, '').replace(/^\d+[-_]?/, '');
  const isCheck = labPath.startsWith('checks/');
  const words = name.replace(/[-_]+/g, ' ').trim() || 'this';
  switch (path.posix.extname(labPath)) {
    case '.md':
    case '.markdown':
      return `# ${words.charAt(0).toUpperCase()}${words.slice(1)}\n\n`;
    case '.py':
      return isCheck ? `#!/usr/bin/env python3\nimport lab\n\nlab.fail('${name} is not written yet')\n` : '#!/usr/bin/env python3\n';
    default:
      return isCheck ? `. "$LAB_LIB/lab.sh"\n\necho "${words} is not checked yet"\nexit 1\n` : '#!/bin/sh\nset -eu\n\n';
  }
}
