import type { Result } from '#contracts/basics/result.ts';

export interface Store {
  save(text: string): Result<void, { readonly code: 'JRN-001' }>;
}

export function forget(store: Store): void {
  store.save('an act');
}
