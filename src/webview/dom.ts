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

/**
 * Makes these, and nothing else, the children of an element. Those it has already are not taken out meanwhile, so that
 * the focus, what is marked, and a word an input method is composing stay in them; for that, their order must not change.
 */
export function place(parent: HTMLElement, children: readonly Child[]): void {
  const wanted = children.filter((child): child is Node | string => child !== undefined && child !== false);
  const kept = new Set<Node | string>(wanted);
  for (const child of Array.from(parent.childNodes)) {
    if (!kept.has(child)) {
      child.remove();
    }
  }
  let at: Node | null = parent.firstChild;
  for (const child of wanted) {
    if (child === at) {
      at = at.nextSibling;
    } else {
      parent.insertBefore(typeof child === 'string' ? document.createTextNode(child) : child, at);
    }
  }
}

/** Draws anew and puts the focus and what was opened back where it was drawn anew. Elements are known by `data-key`. */
export function redraw(draw: () => void): void {
  const focused = document.activeElement?.closest<HTMLElement>('[data-key]');
  const open = new Set(Array.from(document.querySelectorAll<HTMLElement>('details[open][data-key]'), (each) => each.dataset.key));
  draw();
  document.querySelectorAll<HTMLDetailsElement>('details[data-key]').forEach((details) => {
    details.open ||= open.has(details.dataset.key);
  });
  const key = focused?.isConnected === false ? focused.dataset.key : undefined;
  if (key !== undefined) {
    document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  }
}
