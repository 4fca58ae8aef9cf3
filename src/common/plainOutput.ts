/** Control sequences of terminals: CSI, OSC (ended by BEL or ST) and the two-character ones (ECMA-48). */
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
/** Other control characters, and those that turn the direction of text (Unicode TR36): they hide what is there. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** What a program printed, as text to read: no colours, no tricks. Lines rewritten by a carriage return show their end. */
export function plainOutput(text: string): string {
  return text
    .replace(sequences, '')
    .replace(/\r\n/g, '\n')
    .replace(/[^\n]*\r(?=[^\n])/g, '')
    .replace(controls, '');
}
