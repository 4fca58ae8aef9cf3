import { availableParallelism } from 'node:os';
import { actions } from './actions';
import { nameOf, tryActions } from './rows';

/** Part of the names of the rows that are wanted, such as `stall at POST /exec`. Default: every row there is. */
const wanted = process.env['AI_LABS_FAULTS'] ?? '';
/** Which of how many parts of that, such as `2/5`: every fifth row, beginning with the second. Default: all in one. */
const [part = 1, parts = 1] = (process.env['AI_LABS_FAULTS_PART'] ?? '1/1').split('/').map(Number);

/** Each action's rows are found out by doing it once, so there is one test an action; it names all rows that fail. */
describe('every fault of the engine at every call', function () {
  this.timeout(0);

  for (const action of actions) {
    it(`is survived by: ${action.name}`, async () => {
      const { passed, notReached, leftOut } = await tryActions({
        actions: [action],
        choose: (rows) => rows.filter((row) => nameOf(row).includes(wanted)).filter((_, index) => index % parts === part - 1),
        // Most of a row is waiting: for the engine, or for a deadline.
        workers: Math.max(3, availableParallelism() + 1),
        say: (line) => console.log(`      ${line}`),
      });
      console.log(`      ${passed} rows passed, in ${notReached} of them the call was not made; ${leftOut} left out`);
    });
  }
});
