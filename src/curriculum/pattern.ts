export const maxPatternLength = 500;

/** The longest text that is matched: a pattern that is slow by the square of it stays quick enough for an editor. */
const maxMatchedLength = 10_000;

/** Whether a whole text matches a pattern that `patternProblem` found good; no text of more than 10,000 characters does. */
export function matchesWhole(pattern: string, text: string, options: { anyCase?: boolean } = {}): boolean {
  return text.length <= maxMatchedLength && new RegExp(`^(?:${pattern})$`, options.anyCase ? 'iu' : 'u').test(text);
}

/**
 * Why a regular expression written by an author cannot be used, as words after its name; undefined where it can.
 * Repetitions inside repetitions are refused as well: `(a+)+$` takes centuries on thirty letters, and an answer typed
 * by a learner must not freeze the editor.
 */
export function patternProblem(pattern: string): { code: 'bad-pattern' | 'unsafe-pattern'; text: string } | undefined {
  if (pattern.length > maxPatternLength) {
    return { code: 'bad-pattern', text: `must have at most ${maxPatternLength} characters` };
  }
  try {
    new RegExp(pattern, 'u');
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^Invalid regular expression: (\/.*\/\w*: )?/s, '') : '';
    return { code: 'bad-pattern', text: `must be a regular expression: ${reason}` };
  }
  return repeatsRepetition(pattern)
    ? { code: 'unsafe-pattern', text: 'must not repeat a group that itself repeats without end, like `(a+)+`: it can take for ever' }
    : undefined;
}

/** Whether a group that holds `*`, `+` or `{n,}` is itself repeated without end. The pattern is a valid one. */
function repeatsRepetition(pattern: string): boolean {
  const repeats: boolean[] = [false];
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === '\\') {
      index++;
    } else if (character === '[') {
      index = endOfClass(pattern, index);
    } else if (character === '(') {
      repeats.push(false);
    } else if (character === ')') {
      const inner = repeats.pop() ?? false;
      const repeated = repetitionAt(pattern, index + 1);
      if (inner && repeated) {
        return true;
      }
      repeats[repeats.length - 1] = (repeats.at(-1) ?? false) || inner || repeated;
    } else if (repetitionAt(pattern, index)) {
      repeats[repeats.length - 1] = true;
    }
  }
  return false;
}

function repetitionAt(pattern: string, index: number): boolean {
  const character = pattern[index];
  return character === '*' || character === '+' || (character === '{' && /^\{\d+,\}/.test(pattern.slice(index, index + 12)));
}

function endOfClass(pattern: string, start: number): number {
  let index = start + 1;
  while (index < pattern.length && pattern[index] !== ']') {
    index += pattern[index] === '\\' ? 2 : 1;
  }
  return index;
}
