/** How many characters stand together when a value is shown; 11 digits are a mobile number in China and read 3-4-4. */
export function groupsFor(kind: string, maxLength: number | undefined): readonly number[] {
  if (kind === 'digits' && maxLength === 11) return [3, 4, 4];
  return kind === 'digits' && maxLength !== undefined && maxLength > 6
    ? Array.from({ length: Math.ceil(maxLength / 4) }, () => 4)
    : [];
}

/** The value cut into its groups; what is left over is the last one. Characters are counted whole, rare ones included. */
export function splitGroups(value: string, groups: readonly number[]): readonly string[] {
  const characters = Array.from(value);
  const parts: string[] = [];
  let at = 0;
  for (const size of groups) {
    if (at >= characters.length) break;
    parts.push(characters.slice(at, at + size).join(''));
    at += size;
  }
  if (at < characters.length || parts.length === 0) parts.push(characters.slice(at).join(''));
  return parts;
}
