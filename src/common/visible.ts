/**
 * Text of strangers for terminals and tables: what would steer a terminal or turn the reading direction (control characters but
 * for tab and line ends, and the bidirectional ones of Unicode TR36) is replaced by the replacement character.
 */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
}

/** The same on one line. */
export function visibleLine(text: string): string {
  return visible(text).replace(/\s*[\r\n]+\s*/g, ' ').trim();
}
