import type { CareerState } from './state';
import type { CareerStrings } from './strings';

export type ToCareer =
  | { type: 'state'; state: CareerState; role?: string; strings: CareerStrings }
  /** The path cannot be read. */
  | { type: 'missing'; title: string; message: string };

export type FromCareer = { type: 'ready' } | { type: 'role'; role: string } | { type: 'openLab'; lab: string };

const text = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length <= 400;

/** A message of the page, or undefined where it is none of those above. */
export function parseFromCareer(value: unknown): FromCareer | undefined {
  const { type, role, lab } = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  switch (type) {
    case 'ready':
      return { type };
    case 'role':
      return text(role) ? { type, role } : undefined;
    case 'openLab':
      return text(lab) ? { type, lab } : undefined;
    default:
      return undefined;
  }
}
