// Builds what ships: a tiny extension bundle, the bundles it loads when they are first needed, the command line,
// the webview, and the files that go into lab containers. `--watch` rebuilds, `--tests` adds the suites that run
// inside VS Code, `--minify` is for packaging, `--meta` writes out/meta/*.json for size questions, `--out=FOLDER` puts it
// elsewhere than into dist/.
import * as esbuild from 'esbuild';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const flags = new Set(process.argv.slice(2));
const out = path.resolve(root, process.argv.find((word) => word.startsWith('--out='))?.slice('--out='.length) ?? 'dist');
const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

/**
 * Modules with a bundle of their own, by the path of their source. Wherever the source says
 * `await import('…')` of one of these, the built code requires the bundle beside it. Static imports are not touched.
 * (esbuild does not split CommonJS, and laziness inside one file does not save its parse time.)
 */
const lazy = {
  'src/authoring/bundle/loadBundle': 'loadBundle',
  'src/authoring/bundle/makeBundle': 'makeBundle',
  'src/authoring/grading/grade': 'grading',
  'src/authoring/packs/packs': 'packs',
  'src/authoring/rehearse': 'rehearse',
  'src/core': 'core',
  'src/curriculum/parseLab': 'parser',
  'src/curriculum/parseCareerPath': 'careerPath',
  'src/curriculum/guideProblems': 'guideProblems',
  'src/curriculum/render': 'renderer',
  'src/engines/docker/engine': 'docker',
  'src/ui/authoring/desk': 'desk',
  'src/ui/career/careerPanel': 'careerGuide',
  'src/ui/commands/addToLab': 'addToLab',
  'src/ui/commands/checkMachine': 'checkMachine',
  'src/ui/commands/classBundle': 'classBundle',
  'src/ui/commands/cleanUp': 'cleanUp',
  'src/ui/commands/exportResults': 'exportResults',
  'src/ui/commands/gradeHandIns': 'gradeHandIns',
  'src/ui/commands/importLab': 'importLab',
  'src/ui/commands/labPacks': 'labPacks',
  'src/ui/commands/newLab': 'newLab',
  'src/ui/commands/prefetchImages': 'prefetchImages',
  'src/ui/product': 'product',
  'src/ui/testing/labTests': 'testing',
};

const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /^\.{1,2}\// }, (args) => {
      if (args.kind !== 'dynamic-import') {
        return undefined;
      }
      const source = path.relative(root, path.resolve(args.resolveDir, args.path)).split(path.sep).join('/');
      const bundle = lazy[source];
      return bundle ? { path: `./${bundle}.js`, external: true } : undefined;
    });
  },
};

/** Every bundle asks the same copy of `@vscode/l10n`: it is told the language once, by the extension. */
const oneLanguage = {
  name: 'one-language',
  setup(build) {
    build.onResolve({ filter: /^@vscode\/l10n$/ }, () => ({ path: './l10n.js', external: true }));
  },
};

/** Libraries that several bundles need at the same time: each a file of its own, so that it is in memory once. */
const shared = ['zod', 'yaml'];

const sharedLibraries = {
  name: 'shared-libraries',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^(${shared.join('|')})$`) }, ({ path: name, namespace }) => (namespace === 'shared' ? undefined : { path: `./${name}.js`, external: true }));
    build.onResolve({ filter: /^shared:/ }, ({ path: name }) => ({ path: name.slice('shared:'.length), namespace: 'shared' }));
    build.onLoad({ filter: /.*/, namespace: 'shared' }, async ({ path: name }) => ({ contents: `export { ${(await usedOf(name)).join(', ')} } from '${name}';`, resolveDir: root }));
  },
};

/** What our sources take of a library, by name, since the whole of it would be larger. */
async function usedOf(library) {
  const names = new Set(Object.keys(await import(library)));
  const files = (await readdir(path.join(root, 'src'), { recursive: true })).filter((name) => name.endsWith('.ts'));
  const used = new Set();
  for (const file of files) {
    const source = (await readFile(path.join(root, 'src', file), 'utf8')).replaceAll(/^import type .*$/gm, '');
    const lists = [...source.matchAll(new RegExp(`(?:import|const) \\{([^}]*)\\} (?:from|= await import\\()\\s*'${library}'`, 'g'))];
    const spaces = [...source.matchAll(new RegExp(`import \\* as (\\w+) from '${library}'`, 'g'))];
    // What is taken in a way that is not understood here would be missing when it is used.
    if (lists.length + spaces.length !== source.split(new RegExp(`(?:from |import\\()'${library}'`)).length - 1) {
      throw new Error(`src/${file} takes ${library} in a way that esbuild.mjs does not know (usedOf)`);
    }
    lists.flatMap(([, list]) => list.split(',')).forEach((name) => used.add(name.trim()));
    for (const [, all] of spaces) {
      [...source.matchAll(new RegExp(`\\b${all}\\.(\\w+)(?:[<(]|\\.[a-z]\\w*\\()`, 'g'))].forEach(([, name]) => used.add(name));
    }
  }
  return [...used].filter((name) => names.has(name)).sort();
}

/**
 * What dockerode can do and this product never asks of it: ssh by its own client (the system's ssh is used instead) and
 * BuildKit sessions over gRPC, which read files beside themselves and do not survive bundling. They are three quarters
 * of its weight.
 */
const leftOut = {
  name: 'left-out',
  setup(build) {
    build.onResolve({ filter: /^(ssh2|@grpc\/grpc-js|@grpc\/proto-loader|protobufjs)$/ }, ({ path: name }) => ({ path: name, namespace: 'left-out' }));
    build.onLoad({ filter: /.*/, namespace: 'left-out' }, () => ({ contents: 'module.exports = {};' }));
  },
};

/**
 * `import * as` of VS Code's API and of a shared library becomes a plain require. As esbuild would write it, every file that
 * has it copies the whole of it, hundreds of accessors, into an object of its own, which was most of what activation cost.
 */
const plainRequires = {
  name: 'plain-requires',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async (args) => {
      const source = await readFile(args.path, 'utf8');
      const contents = source.replace(/^import \* as (\w+) from '(vscode|zod)';$/m, "import $1 = require('$2');");
      return contents === source ? undefined : { contents, loader: 'ts' };
    });
  },
};

/**
 * Of Mermaid what guides draw: flow charts, sequences, classes, states, entities and plans. The other kinds bring parsers
 * and layouts of their own, two thirds of its weight; a fence of such a kind is shown as text.
 */
const someDiagrams = {
  name: 'some-diagrams',
  setup(build) {
    const kept = /[\\/](flow|sequence|class|state|er|gantt)Diagram(-v2)?-\w+\.mjs$|[\\/]dagre-\w+\.mjs$/;
    build.onResolve({ filter: /\.mjs$/ }, ({ kind, path: name, importer }) =>
      kind === 'dynamic-import' && /[\\/]mermaid[\\/]/.test(importer) && !kept.test(name) ? { path: name.replace('.mjs', ''), namespace: 'no-diagram' } : undefined);
    build.onResolve({ filter: /^(katex|roughjs|cytoscape.*|elkjs.*|@mermaid-js\/parser)$/ }, ({ path: name }) => ({ path: name, namespace: 'no-diagram' }));
    build.onLoad({ filter: /.*/, namespace: 'no-diagram' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  sourcemap: flags.has('--minify') ? false : 'linked',
  minify: flags.has('--minify'),
  legalComments: 'none',
  logLevel: 'warning',
  metafile: flags.has('--meta'),
  define: { PRODUCT_VERSION: JSON.stringify(manifest.version) },
  external: ['vscode'],
};

const node = {
  ...common,
  entryPoints: {
    extension: 'src/extension.ts',
    cli: 'src/cli.ts',
    l10n: 'node_modules/@vscode/l10n/dist/main.js',
    ...Object.fromEntries(Object.entries(lazy).map(([source, bundle]) => [bundle, `${source}.ts`])),
    ...Object.fromEntries(shared.map((name) => [name, `shared:${name}`])),
  },
  outdir: out,
  // Node's own `import()` of such a file reads its text a second time, looks in it for exports, and keeps it.
  supported: { 'dynamic-import': false },
  plugins: [lazyBundles, leftOut, plainRequires, oneLanguage, sharedLibraries],
};

const webview = {
  ...common,
  platform: 'browser',
  target: 'es2022',
  format: 'iife',
  external: [],
  entryPoints: { guide: 'src/webview/guide.ts', career: 'src/webview/career/career.ts', diagrams: 'src/webview/diagramDrawer.ts' },
  outdir: path.join(out, 'webview'),
  plugins: [someDiagrams],
};

async function tests() {
  const folder = path.join(root, 'test/integration');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts'));
  return {
    ...common,
    bundle: true,
    packages: 'external',
    entryPoints: names.map((name) => `test/integration/${name}`),
    outdir: 'out/test/integration',
    plugins: [lazyBundles],
  };
}

async function copyStatic() {
  await rm(path.join(out, 'container'), { recursive: true, force: true });
  await cp(path.join(root, 'src/checks/container'), path.join(out, 'container'), { recursive: true });
}

/** Entry points that exist: a half-built checkout still builds what it has. */
function present(options) {
  const points = Object.entries(options.entryPoints).filter(([, source]) => source.startsWith('shared:') || existsSync(path.join(root, source)));
  return { ...options, entryPoints: Object.fromEntries(points) };
}

const builds = [present(node), present(webview)];
if (flags.has('--tests')) {
  builds.push(await tests());
}

if (flags.has('--watch')) {
  await copyStatic();
  for (const options of builds) {
    await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
  }
} else {
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  await copyStatic();
  if (flags.has('--meta')) {
    await mkdir(path.join(root, 'out/meta'), { recursive: true });
    await Promise.all(
      results.map((result, index) => writeFile(path.join(root, `out/meta/${index}.json`), JSON.stringify(result.metafile))),
    );
  }
}
