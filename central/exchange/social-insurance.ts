import type { z } from 'zod';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { ContributionSource, DepartmentConnector, DepartmentError } from './department.ts';
import type { PartnerClient } from './partner-client.ts';
import { paths, recordsReply, statusReply, submitReply } from './social-insurance-wire.ts';

/** 社保: the connector of the social-insurance department. */
export function socialInsurance(client: PartnerClient): DepartmentConnector & ContributionSource {
  async function ask<T extends z.ZodType>(path: string, body: object, schema: T): Promise<Result<z.output<T>, DepartmentError>> {
    const reply = await client.post(path, body);
    if (!reply.ok) return err(reply.error === 'down' ? 'DEP-001' : 'DEP-003');
    if (reply.value.status === 404) return err('DEP-002');
    const parsed = schema.safeParse(reply.value.body);
    return reply.value.status === 200 && parsed.success ? ok(parsed.data) : err('DEP-003');
  }

  return {
    name: 'social-insurance',

    async contributions(person, purpose) {
      const reply = await ask(paths.records, { person, purpose }, recordsReply);
      if (!reply.ok) return reply;
      // A record of somebody else, rightly signed, is still not this person's.
      return reply.value.idNumber === person.idNumber ? ok(reply.value.statement) : err('DEP-003');
    },

    async submit(application) {
      const reply = await ask(paths.submit, application, submitReply);
      if (!reply.ok) return reply;
      return reply.value.key === application.key ? ok() : err('DEP-003');
    },

    async result(key) {
      const reply = await ask(paths.status, { key }, statusReply);
      if (!reply.ok) return reply;
      if (reply.value.key !== key) return err('DEP-003');
      return ok(reply.value.state === 'received' ? { state: 'pending' } : { state: reply.value.state, text: reply.value.text });
    },
  };
}
