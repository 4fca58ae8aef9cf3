import { idFrom } from '../scaffold/labName';
import type { Losses } from './losses';

/** A lab as it is being made of something else. */
export interface Draft {
  /** What it was, in words: `the Killercoda scenario`. */
  format: string;
  /** Folder of it in the source. */
  from: string;
  id: string;
  title: string;
  summary: string;
  difficulty: 'beginner' | 'intermediate' | 'advanced' | 'expert';
  minutes?: number;
  /** The image of the service `lab`, of those that come with the product. */
  image: 'slim' | 'podman';
  /** Whether the learner is root, as in the virtual machines that scenarios are written for. */
  root: boolean;
  memory?: string;
  environment: Record<string, string>;
  ports: Set<number>;
  workspace: string;
  inputs: Record<string, { prompt: string; default: string }>;
  files: { from: string; to: string; mode: string }[];
  prepare: DraftScript[];
  intro?: string;
  finish?: string;
  steps: DraftStep[];
  /** What goes into the lab's folder besides lab.yaml and IMPORT.md. */
  content: Map<string, { bytes: Buffer | string; runs: boolean }>;
  losses: Losses;
}

export interface DraftScript {
  run: string;
  user: 'root';
  wait: false;
}

export interface DraftStep {
  id: string;
  title: string;
  guide: string;
  before: DraftScript[];
  hints: string[];
  checks: { id: string; title: string; run: string }[];
}

/** A text of one line that a lab can have: nothing hidden, and not too long. */
export function plainLine(text: string, most: number): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\s]+/g, ' ').trim().slice(0, most).trim();
}

/** An id made of a name, whatever it is. */
export function idOf(name: string, otherwise: string): string {
  return idFrom(name) || otherwise;
}
