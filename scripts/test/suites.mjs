// @ts-check
/**
 * Everything `npm test` runs, in order. A suite that runs no test counts as failed.
 *
 * @typedef {object} Suite
 * @property {string} name for `npm test -- NAME`
 * @property {('build' | 'engine' | 'vscode' | 'vscode-minimum' | 'browser')[]} needs set up beforehand
 * @property {NodeJS.Platform[]} [platforms] where it can run; default everywhere
 * @property {string[]} [command] npm script with arguments; counts as one test
 * @property {string} [mocha] folder under test/ whose *.test.ts are run in plain Node
 * @property {boolean} [rehearse] labs are rehearsed (rehearse/slice.mjs says which), whose cells are the tests
 * @property {'stable' | 'minimum'} [inside] the suites of test/integration, in this VS Code
 */

/** @type {readonly Suite[]} */
export const suites = [
  { name: 'lint', needs: [], command: ['lint'] },
  { name: 'unit', needs: ['build'], mocha: 'unit' },
  { name: 'engine', needs: ['build', 'engine'], mocha: 'engine', platforms: ['linux'] },
  // A slice that fits: the nightly workflow rehearses every lab, with every wrong solution.
  { name: 'labs', needs: ['build', 'engine'], rehearse: true, platforms: ['linux'] },
  { name: 'integration', needs: ['build', 'engine', 'vscode', 'browser'], inside: 'stable' },
  { name: 'integration-minimum', needs: ['build', 'engine', 'vscode-minimum', 'browser'], inside: 'minimum' },
  { name: 'acceptance', needs: ['build', 'engine', 'vscode', 'browser'], mocha: 'acceptance', platforms: ['linux'] },
  { name: 'package', needs: ['build', 'engine', 'vscode', 'browser'], mocha: 'package', platforms: ['linux'] },
];
