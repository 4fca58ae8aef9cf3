import { allChecks, type LabDefinition, terminalService } from './lab';

/** Whether a `user` of Docker's spelling is root. */
export function isRoot(user: string): boolean {
  return /^(root|0)?(:(root|0))?$/.test(user);
}

/**
 * The services in which checks run and the learner is root: nothing can be hidden from them there, and they can make a
 * check say what they like. A lab with such services is called unisolated. `users`: whom the services run as, where it
 * is known (a started lab); else what the lab says, and a service without a `user` is taken to be sound.
 */
export function unisolatedServices(definition: LabDefinition, users: Readonly<Record<string, string>> = {}): string[] {
  const rooted = Object.entries(definition.services).filter(([name, service]) => {
    const user = users[name] ?? service.user;
    return !service.hidden && user !== undefined && isRoot(user);
  });
  // Asked of each lab whenever one changes, and hardly any has such a service.
  const checked = new Set(rooted.length === 0 ? [] : allChecks(definition).map(({ check }) => check.service ?? terminalService(definition)));
  return rooted.map(([name]) => name).filter((name) => checked.has(name));
}
