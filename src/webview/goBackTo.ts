/** A page that still grows by then has other reasons than its pictures, in milliseconds. */
const growsForMs = 5_000;

/**
 * Scrolls to where the reader was, in pixels from the top. Pictures and diagrams come later and make the page longer:
 * it is scrolled again while `content` grows, until it is there or the reader does something.
 */
export function goBackTo(top: number, content: HTMLElement): void {
  window.scrollTo({ top });
  if (window.scrollY + 1 >= top) {
    return;
  }
  const over = new AbortController();
  const observer = new ResizeObserver(() => {
    window.scrollTo({ top });
    if (window.scrollY + 1 >= top) {
      over.abort();
    }
  });
  observer.observe(content);
  over.signal.addEventListener('abort', () => observer.disconnect());
  for (const deed of ['wheel', 'keydown', 'pointerdown']) {
    window.addEventListener(deed, () => over.abort(), { signal: over.signal });
  }
  setTimeout(() => over.abort(), growsForMs);
}
