import type { LabModel } from './pathModel';

/** Where a learner is with a lab, as a filter sees it. A lab may be in more than one of these. */
export const labStates = ['running', 'begun', 'open', 'locked', 'completed'] as const;
export type LabState = (typeof labStates)[number];

/** Which labs are shown: those that fit one choice of each facet in which anything is chosen. */
export interface LabFilter {
  states: readonly string[];
  difficulties: readonly string[];
  tracks: readonly string[];
  skills: readonly string[];
}

export type Facet = keyof LabFilter;
export const facets: readonly Facet[] = ['states', 'difficulties', 'tracks', 'skills'];

export const noFilter: LabFilter = { states: [], difficulties: [], tracks: [], skills: [] };

export function isFiltering(filter: LabFilter): boolean {
  return facets.some((facet) => filter[facet].length > 0);
}

/** What was remembered, as far as it makes sense. */
export function readFilter(value: unknown): LabFilter {
  const said = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const texts = (facet: Facet): string[] => {
    const list = said[facet];
    return Array.isArray(list) ? list.filter((item): item is string => typeof item === 'string') : [];
  };
  return { states: texts('states'), difficulties: texts('difficulties'), tracks: texts('tracks'), skills: texts('skills') };
}

export function matches(lab: LabModel, filter: LabFilter): boolean {
  return facets.every((facet) => filter[facet].length === 0 || valuesOf(lab, facet).some((value) => filter[facet].includes(value)));
}

/** What a lab is, in one facet. */
export function valuesOf(lab: LabModel, facet: Facet): readonly string[] {
  switch (facet) {
    case 'states':
      return statesOf(lab);
    case 'difficulties':
      return [lab.difficulty];
    case 'tracks':
      return lab.tracks;
    case 'skills':
      return lab.skills;
  }
}

function statesOf({ phase, begun, completed, lock }: LabModel): LabState[] {
  const up: LabState[] = phase === 'idle' || phase === 'failed' ? [] : ['running'];
  return [...up, completed ? 'completed' : begun ? 'begun' : lock ? 'locked' : 'open'];
}
