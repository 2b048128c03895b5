import { z } from 'zod';
import { caseNumber } from '#contracts/domain/act.ts';
import type { App } from './app.ts';
import { Refusal } from './errors.ts';

/** What the machines of a certificate desk report. @returns false when it means nothing for that case now. */
export interface DeskParts {
  readonly scanOldCertificate: (caseNumber: string) => Promise<boolean>;
}

/**
 * 证照窗口: `POST /operator/desk/scans` `{caseNumber}`, from the scanner at the desk: the old certificate of this case is in. 404 where no errand waits
 * for it.
 */
export function addDeskRoutes(app: App, { scanOldCertificate }: DeskParts): void {
  app.post(
    '/operator/desk/scans',
    {
      config: { scope: 'administrator' },
      schema: { body: z.strictObject({ caseNumber }), response: { 200: z.object({ taken: z.literal(true) }) } },
    },
    async (request) => {
      if (await scanOldCertificate(request.body.caseNumber)) return { taken: true as const };
      throw new Refusal(404, 'NET-005', 'no errand of this case waits for an old certificate');
    },
  );
}
