import type { Host } from './host';

/**
 * What was entered and not yet answered right, by question. VS Code keeps it, as a guide that is hidden, or whose lab is
 * started, is loaded anew.
 */
export class Drafts {
  private readonly entered: Record<string, string[]>;

  constructor(private readonly host: Host) {
    this.entered = { ...host.kept.drafts };
  }

  get(question: string): readonly string[] {
    return this.entered[question] ?? [];
  }

  /** Nothing entered: forgotten. */
  set(question: string, entered: string[]): void {
    if (entered.length === 0 && this.entered[question] === undefined) {
      return;
    }
    if (entered.length > 0) {
      this.entered[question] = entered;
    } else {
      delete this.entered[question];
    }
    this.host.keep({ drafts: this.entered });
  }
}
