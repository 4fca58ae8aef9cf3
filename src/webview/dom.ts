export type Child = Node | string | undefined | false;
type Attribute = string | boolean | undefined | (() => void);

/** An element. `on…` attributes are listeners; `true` sets an attribute without a value; `undefined` and `false` set none. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return element;
}

/** An element whose content is HTML that the extension made safe. */
export function safeHtml<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>>,
  html: string,
): HTMLElementTagNameMap[K] {
  const element = h(tag, attributes);
  element.innerHTML = html;
  return element;
}

/** A sentence with its `{0}`, `{1}` filled in. */
export function fill(sentence: string, ...values: (string | number)[]): string {
  return sentence.replace(/\{(\d)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole));
}

type Entry = Pick<HTMLInputElement, 'value' | 'checked' | 'selectionStart' | 'selectionEnd'>;

function fields(): HTMLInputElement[] {
  return Array.from(document.querySelectorAll<HTMLInputElement>('input[data-key]'));
}

/** What was written and ticked so far, by `data-key`. */
function entries(): Map<string | undefined, Entry> {
  return new Map(fields().map((field) => {
    const { value, checked, selectionStart, selectionEnd } = field;
    return [field.dataset.key, { value, checked, selectionStart, selectionEnd }];
  }));
}

function restore(entered: Map<string | undefined, Entry>): void {
  for (const field of fields()) {
    const entry = entered.get(field.dataset.key);
    if (entry && field.type === 'text') {
      field.value = entry.value;
      field.setSelectionRange(entry.selectionStart, entry.selectionEnd);
    } else if (entry) {
      field.checked = entry.checked;
    }
  }
}

/** Draws anew and puts the focus, what was entered and what was opened back where it was. Elements are known by `data-key`. */
export function redraw(draw: () => void): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-key]')?.dataset.key;
  const open = new Set(Array.from(document.querySelectorAll<HTMLElement>('details[open][data-key]'), (each) => each.dataset.key));
  const entered = entries();
  draw();
  restore(entered);
  document.querySelectorAll<HTMLDetailsElement>('details[data-key]').forEach((details) => {
    details.open ||= open.has(details.dataset.key);
  });
  if (focused !== undefined) {
    document.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}
