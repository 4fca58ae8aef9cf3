/** A replacement of a range of the same file that mends a problem. Lines and columns from 1, the end exclusive. */
export interface ProblemFix {
  title: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  newText: string;
}

/** `information`: nothing is wrong, but an author should know. */
export type ProblemSeverity = 'error' | 'warning' | 'information';

/** Something wrong in a file somebody wrote. Shown in Problems, by `ai-labs validate`, and in the tree. */
export interface Problem {
  /** Absolute path. */
  file: string;
  /** Lines and columns from 1; the end exclusive. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  severity: ProblemSeverity;
  /** Stable, kebab-case: `unknown-key`, `wrong-type`, `missing-file`, `outside-lab` … */
  code: string;
  /** What is wrong and what to do, in one or two sentences. */
  message: string;
  fix?: ProblemFix;
  related?: { file: string; line: number; column: number; message: string }[];
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === 'error');
}
