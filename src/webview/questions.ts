import { h, place } from './dom';
import type { Drafts } from './drafts';
import type { Host } from './host';
import type { GuidePage } from './protocol/state';
import type { GuideStrings } from './protocol/strings';
import { QuestionForm } from './questionForm';

/** The questions of the page that is read. They are graded by the extension; the right answer never comes here before. */
export class Questions {
  private section: HTMLElement | undefined;
  private forms = new Map<string, QuestionForm>();

  constructor(
    private readonly host: Host,
    private readonly drafts: Drafts,
  ) {}

  /** Undefined where there are none. The same element for as long as there are. */
  draw({ questions }: GuidePage, strings: GuideStrings): HTMLElement | undefined {
    if (questions.length === 0) {
      this.section = undefined;
      this.forms.clear();
      return undefined;
    }
    const before = this.forms;
    this.forms = new Map(questions.map((question) => {
      const known = before.get(question.id);
      if (!known?.asks(question)) {
        return [question.id, new QuestionForm(question, strings, this.host, this.drafts)];
      }
      known.draw(question);
      return [question.id, known];
    }));
    this.section ??= h('section', { class: 'questions', 'aria-labelledby': 'questions-heading' });
    const head = h('div', { class: 'section-head' }, h('h2', { id: 'questions-heading' }, strings.questions));
    place(this.section, [head, ...[...this.forms.values()].map(({ element }) => element)]);
    return this.section;
  }
}
