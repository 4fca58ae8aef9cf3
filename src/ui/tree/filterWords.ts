import type { CareerPath } from '../../curriculum/careerPath';
import { type Facet, facets, type LabFilter, type LabState, labStates } from './filter';
import { difficultyWord, stateWord } from './words';

/** What a choice of a facet is called. An id that the path does not know stands for itself. */
export function choiceWord(facet: Facet, value: string, path: CareerPath | undefined): string {
  switch (facet) {
    case 'states':
      return isState(value) ? stateWord(value) : value;
    case 'difficulties':
      return difficultyWord(value);
    case 'tracks':
      return path?.tracks.find(({ id }) => id === value)?.title ?? value;
    case 'skills':
      return path?.skills.find(({ id }) => id === value)?.title ?? value;
  }
}

/** A filter in a few words: "Beginner, MLOps". */
export function filterWords(filter: LabFilter, path: CareerPath | undefined): string {
  return facets.flatMap((facet) => filter[facet].map((value) => choiceWord(facet, value, path))).join(', ');
}

function isState(value: string): value is LabState {
  return labStates.some((state) => state === value);
}
