/**
 * Characters that turn the direction of the text after them, so that it reads otherwise than it is (Unicode TR36,
 * "Bidirectional Text Spoofing"). Text of right-to-left languages does not need them.
 */
const turning = '\\u202a-\\u202e\\u2066-\\u2069';
/** The same, and control characters but for tab and line ends, which steer terminals. */
const hidden = `\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f${turning}`;

const anyHidden = new RegExp(`[${hidden}]`);
const eachHidden = new RegExp(`[${hidden}]`, 'g');
const eachTurning = new RegExp(`[${turning}]`, 'g');

/** Whether text holds what nobody would see. */
export function hasHidden(text: string): boolean {
  return anyHidden.test(text);
}

/** Text of strangers for terminals and tables: what is hidden is replaced by the replacement character. */
export function visible(text: string): string {
  return text.replace(eachHidden, '\ufffd');
}

/** The same on one line, with single spaces; nothing where nothing is said. */
export function visibleLine(text: string): string {
  return visible(text).replace(/\s+/g, ' ').trim();
}

/** Text without what is hidden in it. */
export function withoutHidden(text: string): string {
  return text.replace(eachHidden, '');
}

/** Text with each character that turns its direction replaced by what `show` makes of its name, like `U+202E`. */
export function showTurning(text: string, show: (name: string) => string): string {
  return text.replace(eachTurning, (character) => show(`U+${character.charCodeAt(0).toString(16).toUpperCase()}`));
}
