import { actions } from '../../faults/actions';
import { nameOf, tryActions } from '../../faults/rows';
import { everyFault } from '../../fakes/faultProxy';

/** The same slice each time, so that nobody's change fails for another's; another number draws another one. */
const seed = Number(process.env['AI_LABS_FAULT_SEED'] ?? 1);

describe('each action with one fault of the engine at one call, and each fault once', function () {
  this.timeout(300_000);

  it(`is survived (AI_LABS_FAULT_SEED=${seed}; npm run test:faults tries them all)`, async () => {
    await tryActions({
      actions,
      choose: (rows, action) => {
        const index = actions.indexOf(action) + seed;
        const fault = everyFault[index % everyFault.length];
        // Calls that are made side by side come in any order.
        const fitting = rows.filter((row) => row.fault === fault).sort((a, b) => nameOf(a).localeCompare(nameOf(b)));
        return fitting.slice((index * 7) % fitting.length).slice(0, 1);
      },
      workers: 2,
      say: (line) => {
        if (process.env['AI_LABS_FAULT_SEED']) {
          console.log(`      ${line}`);
        }
      },
    });
  });
});
