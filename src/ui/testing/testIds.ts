/** Ids of test items: stable, and enough to know what a menu of the Testing view is about. Free of vscode. */

export const testController = 'aiLabs';

/** Tag of labs that are written in this window, and of what is in them: these can be rehearsed. */
export const authoredTag = 'authored';

const prefix = 'lab:';

export function labTestId(lab: string): string {
  return `${prefix}${lab}`;
}

export function stepTestId(lab: string, step: string): string {
  return `${labTestId(lab)}#${step}`;
}

export function checkTestId(lab: string, step: string, check: string): string {
  return `${stepTestId(lab, step)}#${check}`;
}

export interface TestTarget {
  lab: string;
  step?: string;
  check?: string;
}

/** What an id is about; undefined where it is none of ours. Ids of labs, steps and checks have no `#` in them. */
export function targetOf(id: unknown): TestTarget | undefined {
  if (typeof id !== 'string' || !id.startsWith(prefix)) {
    return undefined;
  }
  const [lab, step, check] = id.slice(prefix.length).split('#');
  return lab ? { lab, ...(step ? { step } : {}), ...(check ? { check } : {}) } : undefined;
}
