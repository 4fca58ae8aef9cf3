import type { Question } from '../../curriculum/lab';
import { matchesWhole } from '../../curriculum/pattern';
import type { Answer } from '../api';

/**
 * Whether an answer is right. A choice needs exactly the right options, in any order; a number may differ by the
 * question's tolerance; a text must match the whole pattern, blanks around it aside, in any case of letters.
 */
export function grade(question: Question, given: Answer): boolean {
  switch (question.kind) {
    case 'choice': {
      const chosen = new Set(Array.isArray(given) ? given : [Number(given)]);
      return chosen.size === new Set(question.answer).size && question.answer.every((index) => chosen.has(index));
    }
    case 'number': {
      const value = typeof given === 'string' ? Number(given.trim().replace(',', '.') || NaN) : Number(given);
      return !Array.isArray(given) && Math.abs(value - question.answer) <= question.tolerance + Number.EPSILON;
    }
    case 'pattern':
      return matchesWhole(question.answer, String(given).trim(), { anyCase: true });
  }
}
