/** Whether two pieces of plain data (no cycles, no classes) say the same, but for what they have under the key `except`. Ends at the first difference. */
export function alike(one: unknown, other: unknown, except?: string): boolean {
  if (Object.is(one, other)) {
    return true;
  }
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null || Array.isArray(one) !== Array.isArray(other)) {
    return false;
  }
  const keys = Object.keys(one);
  return keys.length === Object.keys(other).length &&
    keys.every((key) => key === except || (Object.hasOwn(other, key) && alike((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key])));
}
