import { ok } from '#contracts/basics/result.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { HandlerParts, HandlersOf } from '../parts.ts';
import { sessionLimits } from '../sessions.ts';

export function sessionHandlers({ sessions, vocabulary }: HandlerParts): HandlersOf<'session'> {
  const titles = (of: ReadonlyMap<string, LocalizedText>): Record<string, LocalizedText> => Object.fromEntries(of);
  const words = {
    districts: titles(vocabulary.districts),
    partyClasses: titles(vocabulary.partyClasses),
    certificateTypes: Object.fromEntries([...vocabulary.certificateTypes].map(([code, { title }]) => [code, title])),
    materials: titles(vocabulary.materials),
    sources: titles(vocabulary.sources),
  };
  return {
    'session.read': async ({ staff }) => {
      const { name, subject, csrf, endsAt, roles, districts } = staff;
      return ok({
        name,
        subject,
        csrf,
        endsAt,
        words,
        roles: [...roles],
        districts: [...districts],
        idleMs: sessionLimits.idleMs,
      });
    },
    'session.sign-out': async ({ staff, body }) => {
      await sessions.end(staff, body.everywhere);
      return ok({ done: true });
    },
  };
}
