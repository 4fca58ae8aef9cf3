// Lint holds the arrows of the house: what may import what is said once, in `rooms`, and checked on every file.
import tseslint from 'typescript-eslint';

/** Rooms from the ground up. A room imports from rooms of lower storeys only, and from those of its own that `with` names. */
const rooms = {
  common: [],
  curriculum: ['common'],
  engines: ['common'],
  progress: ['common'],
  checks: ['common', 'curriculum', 'engines', 'progress'],
  session: ['common', 'curriculum', 'engines', 'progress', 'checks'],
  authoring: ['common', 'curriculum', 'engines', 'progress', 'checks', 'session'],
};
const all = [...Object.keys(rooms), 'ui', 'webview', 'cli', 'core', 'extension'];

const packages = [
  ['dockerode', 'Only src/engines/docker/ talks to dockerode; go through the port engines/engine.ts.'],
  ['yaml', 'Only curriculum/ and authoring/ read YAML.'],
  ['vscode', 'Only ui/ and extension.ts may import vscode, so that everything else runs and is tested in plain Node. A type-only import is fine.'],
];

/** Restrictions of one set of files. `allow` lists the packages above that may be imported. */
function imports(files, allowedRooms, allow, extra = []) {
  const forbidden = all.filter((room) => !allowedRooms.includes(room));
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: packages
            .filter(([name]) => !allow.includes(name))
            .map(([name, message]) => ({ name, message, allowTypeImports: name === 'vscode' })),
          patterns: [
            ...extra,
            ...forbidden.map((room) => ({
              regex: `^(\\.\\./)+${room}(/|$)`,
              message: `This room may not import from ${room}/: dependencies point one way (docs/architecture.md).`,
            })),
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', 'labs/**', 'templates/**', 'test/fixtures/**'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: './tsconfig.json' } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  ...Object.entries(rooms).map(([room, below]) =>
    imports([`src/${room}/**/*.ts`], [room, ...below], room === 'curriculum' || room === 'authoring' ? ['yaml'] : []),
  ),
  // Engines read the service types of the curriculum, and nothing else of it.
  imports(['src/engines/**/*.ts'], ['engines', 'common', 'curriculum'], [], [
    { regex: '^(\\.\\./)+curriculum/(?!service$|units$)', message: 'Engines read the service types of the curriculum, nothing else of it.' },
  ]),
  imports(['src/engines/docker/**/*.ts'], ['engines', 'common', 'curriculum'], ['dockerode'], [
    { regex: '^(\\.\\./)+curriculum/(?!service$|units$)', message: 'Engines read the service types of the curriculum, nothing else of it.' },
  ]),
  imports(['src/ui/**/*.ts'], [...Object.keys(rooms), 'ui', 'webview', 'core'], ['vscode'], [
    { regex: '^(\\.\\./)+webview/(?!(career/)?protocol/)', message: 'The two sides of a webview share the folder protocol/ only.' },
  ]),
  imports(['src/cli/**/*.ts', 'src/cli.ts'], [...Object.keys(rooms), 'cli', 'core'], []),
  {
    files: ['src/ui/**/*.ts'],
    ignores: ['src/ui/messages.ts'],
    rules: {
      'no-restricted-syntax': ['error', {
        selector: 'MemberExpression[property.name=/^show(Information|Warning|Error)Message$/]',
        message: 'VS Code makes links that run commands of what labs and checks say; go through ui/messages.ts.',
      }],
    },
  },
  { files: ['src/cli/**/*.ts', 'src/cli.ts'], rules: { 'no-console': 'off' } },
  imports(['src/webview/**/*.ts'], ['webview'], []),
  imports(['src/core.ts'], Object.keys(rooms), []),
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      'no-console': 'off',
      'max-lines': ['error', { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
);
