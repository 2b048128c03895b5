const placeholder = /\{([^{}]*)\}/g;

/** Names of the `{name}` in a text for people, in order. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}

/** One pass: what a value says is never read as a placeholder. */
export function fillIn(text: string, valueOf: (name: string) => string): string {
  return text.replaceAll(placeholder, (_all, name: string) => valueOf(name));
}
