import type { Subject } from '../subject';
import { cancellation } from './cancellation';
import { commandsAndFiles } from './commands';
import { disturbances } from './disturbances';
import { everyMethod } from './everyMethod';
import { hardening } from './hardening';
import { images } from './images';
import { lifeOfALab } from './life';
import { servicesOfALab } from './services';
import { terminals } from './shell';
import { learnersFolder } from './workspace';

/**
 * What the port (`src/engines/engine.ts`) promises, tested on an engine: what a subject declares not to have is tested
 * to be refused. An adapter is done when this passes.
 */
export function conformance(subject: Subject): void {
  describe(`Engine port: ${subject.name}`, () => {
    images(subject);
    lifeOfALab(subject);
    servicesOfALab(subject);
    commandsAndFiles(subject);
    terminals(subject);
    learnersFolder(subject);
    cancellation(subject);
    hardening(subject);
    disturbances(subject);
    everyMethod(subject);
  });
}
