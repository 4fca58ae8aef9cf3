import type { Lab } from '../../curriculum/lab';

/** A page of a lab's guide. Ids of the pages around the steps cannot be ids of steps. */
export interface PageSource {
  id: string;
  kind: 'intro' | 'step' | 'finish';
  /** The step's title; empty for the pages around the steps. */
  title: string;
  /** Path in the lab's folder, with forward slashes. */
  file: string;
}

export const introPage = '@intro';
export const finishPage = '@finish';

export function guidePages({ definition }: Lab): PageSource[] {
  const pages: PageSource[] = definition.steps.map(({ id, title, guide }) => ({ id, kind: 'step', title, file: guide }));
  if (definition.intro) {
    pages.unshift({ id: introPage, kind: 'intro', title: '', file: definition.intro });
  }
  if (definition.finish) {
    pages.push({ id: finishPage, kind: 'finish', title: '', file: definition.finish });
  }
  return pages;
}

/** The page to open a guide at: the introduction until something was tried, the end of a completed lab, else the step. */
export function firstPage(pages: readonly PageSource[], at: { touched: boolean; allDone: boolean; currentStep: string }): string {
  const has = (id: string): boolean => pages.some((page) => page.id === id);
  if (at.allDone && has(finishPage)) {
    return finishPage;
  }
  if (!at.touched && has(introPage)) {
    return introPage;
  }
  return has(at.currentStep) ? at.currentStep : (pages[0]?.id ?? '');
}
