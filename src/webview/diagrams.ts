import { h } from './dom';
import type { GuideStrings } from './protocol/strings';

/** What the diagrams' bundle offers to the page once it is there. */
export interface DiagramDrawer {
  /** An SVG document. Rejects where the source is no diagram that can be drawn. `place` is for measuring, in the page. */
  draw(source: string, place: HTMLElement): Promise<string>;
}

declare global {
  interface Window {
    aiLabsDiagrams?: DiagramDrawer;
  }
}

/** The nonce is told to scripts while they load, and to nobody later. */
const nonce = document.currentScript?.nonce ?? '';
let drawer: Promise<DiagramDrawer> | undefined;

/** Loads the bundle that draws; it is large, and most pages have no diagram. */
function loadDrawer(): Promise<DiagramDrawer> {
  drawer ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.nonce = nonce;
    script.src = document.body.dataset.diagrams ?? '';
    script.addEventListener('load', () => (window.aiLabsDiagrams ? resolve(window.aiLabsDiagrams) : reject(new Error('The diagrams did not load.'))));
    script.addEventListener('error', () => reject(new Error('The diagrams did not load.')));
    document.head.append(script);
  });
  return drawer;
}

/**
 * Draws the Mermaid fences of a page. A diagram is a picture: what its author wrote cannot run in it or load anything.
 * Its source is its text alternative, and is what is shown where it cannot be drawn.
 */
export function diagrams(article: HTMLElement, strings: GuideStrings): void {
  for (const code of Array.from(article.querySelectorAll<HTMLElement>('pre > code.language-mermaid'))) {
    const source = code.textContent ?? '';
    const pre = code.parentElement as HTMLPreElement;
    const figure = h('figure', { class: 'diagram' });
    const picture = h('img', { alt: source });
    pre.replaceWith(figure);
    pre.tabIndex = 0;
    figure.append(pre);
    const draw = async (): Promise<void> => {
      const place = h('div', { class: 'measure', 'aria-hidden': 'true' });
      document.body.append(place);
      try {
        const svg = await (await loadDrawer()).draw(source, place);
        picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
        if (!picture.isConnected) {
          figure.replaceChildren(picture, h('details', {}, h('summary', {}, strings.diagramText), pre));
        }
      } catch {
        figure.replaceChildren(pre, h('figcaption', { class: 'quiet' }, strings.noDiagram));
      } finally {
        place.remove();
      }
    };
    void draw();
    onThemeChange(figure, () => void draw());
  }
}

/** VS Code changes the classes and variables of the page; a picture keeps the colours it was drawn with. */
function onThemeChange(element: HTMLElement, redraw: () => void): void {
  const observer = new MutationObserver(() => (element.isConnected ? redraw() : observer.disconnect()));
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
}
