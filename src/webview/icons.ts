/** Line drawings on a 16 by 16 grid, in the colour of the text around them. Shapes differ, not only colours. */
const shapes = {
  passed: '<circle cx="8" cy="8" r="6.5"/><path d="M5 8.2l2.1 2.1L11 6"/>',
  counted: '<circle cx="8" cy="4.8" r="2.8"/><path d="M2.8 14c0-3 2.2-4.6 5.2-4.6s5.2 1.6 5.2 4.6z"/>',
  failed: '<circle cx="8" cy="8" r="6.5"/><path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4"/>',
  errored: '<path d="M8 2L14.5 13.5h-13zM8 6.5v3.2M8 11.6v.2"/>',
  timedOut: '<circle cx="8" cy="8.5" r="5.8"/><path d="M8 5.2v3.5l2.4 1.5M6.4 1.2h3.2"/>',
  skipped: '<circle cx="8" cy="8" r="6.5"/><path d="M5 8h6"/>',
  blocked: '<rect x="3.5" y="7" width="9" height="6.5" rx="1"/><path d="M5.5 7V5a2.5 2.5 0 0 1 5 0v2"/>',
  open: '<circle cx="8" cy="8" r="6.5"/>',
  current: '<circle cx="8" cy="8" r="6.5"/><circle cx="8" cy="8" r="2.4" fill="currentColor"/>',
  busy: '<path d="M8 1.5a6.5 6.5 0 1 1-6.5 6.5"/>',
  run: '<path d="M4.5 3v10l8-5z"/>',
  copy: '<rect x="5.5" y="5.5" width="8" height="8.5" rx="1"/><path d="M10.5 5.5V3a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v7.5a1 1 0 0 0 1 1h2"/>',
  stop: '<rect x="3.5" y="3.5" width="9" height="9" rx="1"/>',
  page: '<path d="M3.5 1.8h6l3 3v9.4h-9zM6 7.5h4M6 10.2h4"/>',
  flag: '<path d="M4 14.5V2M4 2.5h8l-2 2.7 2 2.8H4"/>',
  next: '<path d="M3 8h9M8.5 4.2L12.3 8l-3.8 3.8"/>',
  previous: '<path d="M13 8H4M7.5 4.2L3.7 8l3.8 3.8"/>',
  hint: '<path d="M5.5 10.2A4.3 4.3 0 1 1 10.5 10.2V11.5h-5zM6.2 14h3.6"/>',
  terminal: '<rect x="1.5" y="2.5" width="13" height="11" rx="1"/><path d="M4 6l2.2 2L4 10M8 10.5h3.5"/>',
  globe: '<circle cx="8" cy="8" r="6.5"/><path d="M1.5 8h13M8 1.5c2.6 2.6 2.6 10.4 0 13M8 1.5c-2.6 2.6-2.6 10.4 0 13"/>',
} as const;

export type IconName = keyof typeof shapes;

/** A picture without a name of its own: whoever uses it says in words what it means. */
export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.innerHTML = shapes[name];
  return svg;
}
