/** Loads a module of `renderer/ui` as it is: `await uiModule<typeof Keys>('keyboard/keys.ts')`. */
export async function uiModule<M>(file: string): Promise<M> {
  return (await import(new URL(`../../renderer/ui/${file}`, import.meta.url).href)) as M;
}
