import { createContext, useContext } from 'react';
import type { ActionName } from '#contracts/console/api.ts';
import { mayDo } from '#contracts/console/api.ts';
import { reaches } from '#contracts/console/roles.ts';
import type { SessionView } from '#contracts/console/session.ts';
import { useLocal } from './strings.tsx';

export const SessionContext = createContext<SessionView | undefined>(undefined);

/** Who is signed in; below the sign-in there is always somebody. */
export function useSession(): SessionView {
  const session = useContext(SessionContext);
  if (!session) throw new Error('nobody is signed in here');
  return session;
}

/** Whether an action is offered at all; the server decides again. @param district where the thing lies. */
export function useMay(): (action: ActionName, district?: string) => boolean {
  const { roles, districts } = useSession();
  return (action, district) => mayDo(action, roles) && (district === undefined || reaches(districts, district));
}

/** Words for codes: districts, classes of parties, certificates, materials, sources. */
export function useCodeWord(): (list: keyof SessionView['words'], code: string) => string {
  const { words } = useSession();
  const local = useLocal();
  return (list, code) => local(words[list][code]) || code;
}
