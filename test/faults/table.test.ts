import { actions } from './actions';
import { FaultRig } from './faultRig';
import { allRows, nameOf, tryRows } from './rows';

/** Part of the names of the rows that are wanted, such as `stall at POST /exec`. Default: every row there is. */
const wanted = process.env['AI_LABS_FAULTS'] ?? '';

/** Each action's rows are found out by doing it once, so there is one test an action; it names all rows that fail. */
describe('every fault of the engine at every call', function () {
  this.timeout(0);

  for (const action of actions) {
    it(`is survived by: ${action.name}`, async () => {
      const rig = new FaultRig();
      await rig.setUp();
      const rows = await allRows(rig, [action]).finally(() => rig.tearDown());
      const chosen = rows.filter((row) => nameOf(row).includes(wanted));
      await tryRows(chosen, 3, (line) => console.log(`      ${line}`));
    });
  }
});
