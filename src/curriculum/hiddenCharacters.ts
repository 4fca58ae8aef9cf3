/**
 * Characters that turn the direction of the text after them, so that it reads otherwise than it is (Unicode TR36,
 * "Bidirectional Text Spoofing"). Text of right-to-left languages does not need them.
 */
const turning = /[\u202a-\u202e\u2066-\u2069]/g;
/** The same, and control characters but for tab and line ends. */
const anyHidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Text with each such character replaced by what `show` makes of its name, like `U+202E`. */
export function showTurning(text: string, show: (name: string) => string): string {
  return text.replace(turning, (character) => show(`U+${character.charCodeAt(0).toString(16).toUpperCase()}`));
}

/** Whether one-line text of a lab (a title, a hint) holds what nobody would see. */
export function hasHidden(text: string): boolean {
  return anyHidden.test(text);
}
