import { withoutHidden } from './visible';

/** Control sequences of terminals: CSI, OSC (ended by BEL or ST) and the two-character ones (ECMA-48). */
const sequences = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;

/** What a program printed, as text to read: no colours, no tricks. Lines rewritten by a carriage return show their end. */
export function plainOutput(text: string): string {
  const lines = text.replace(sequences, '').replace(/\r\n/g, '\n').replace(/[^\n]*\r(?=[^\n])/g, '');
  return withoutHidden(lines.replace(/\r/g, ''));
}
