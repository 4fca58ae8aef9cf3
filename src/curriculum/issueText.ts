import type * as z from 'zod';
import { oneOf } from './schemaWalk';

/** A code for the problem and words that follow the name of what is wrong ("must be …"), without a full stop. */
export function sentenceFor(issue: z.core.$ZodIssue, expected: string): { code: string; text: string } {
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', text: `must be ${expected}` };
    case 'invalid_value':
      return { code: 'wrong-value', text: `must be ${oneOf(issue.values)}` };
    case 'invalid_union':
      return { code: 'wrong-value', text: `must be ${unionChoices(issue) || expected}` };
    case 'too_small':
      return small(issue);
    case 'too_big':
      return big(issue);
    case 'custom': {
      const code = (issue.params as { code?: unknown } | undefined)?.code;
      return { code: typeof code === 'string' ? code : 'wrong-value', text: issue.message };
    }
    default:
      return { code: 'wrong-value', text: issue.message.startsWith('must') ? issue.message : `must be ${expected}` };
  }
}

function unionChoices(issue: z.core.$ZodIssue): string {
  const { options } = issue as { options?: unknown };
  return Array.isArray(options) ? oneOf(options) : '';
}

function small(issue: z.core.$ZodIssueTooSmall): { code: string; text: string } {
  const least = Number(issue.minimum);
  switch (issue.origin) {
    case 'string':
      return { code: 'wrong-value', text: least <= 1 ? 'must not be empty' : `must have at least ${least} characters` };
    case 'array':
      return { code: 'too-few', text: least <= 1 ? 'must not be an empty list' : `needs at least ${least} items` };
    default:
      return { code: 'wrong-value', text: `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${least}` };
  }
}

function big(issue: z.core.$ZodIssueTooBig): { code: string; text: string } {
  const most = Number(issue.maximum);
  switch (issue.origin) {
    case 'string':
      return { code: 'wrong-value', text: `must have at most ${most} characters` };
    case 'array':
      return { code: 'too-many', text: `must have at most ${most} items` };
    default:
      return { code: 'wrong-value', text: `must be ${issue.inclusive === false ? 'less than' : 'at most'} ${most}` };
  }
}

/** A value in words, cut short. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value === '' ? 'an empty text' : `the text "${shorten(value)}"`;
    case 'number':
    case 'bigint':
      return Number.isNaN(value) ? 'something that is no number' : `the number ${String(value)}`;
    case 'boolean':
      return `${String(value)}`;
    case 'undefined':
      return 'nothing';
    default:
      return value === null ? 'nothing' : Array.isArray(value) ? 'a list' : 'a mapping';
  }
}

function shorten(text: string): string {
  const line = text.split(/[\r\n]/)[0] ?? '';
  return line.length > 60 || line.length < text.length ? `${line.slice(0, 60)}…` : line;
}
