import { err, ok } from '#contracts/basics/result.ts';
import { askPartner } from './ask-partner.ts';
import type { ContributionSource, DepartmentConnector } from './department.ts';
import type { PartnerClient } from './partner-client.ts';
import { paths, recordsReply, statusReply, submitReply } from './social-insurance-wire.ts';

/** 社保: the connector of the social-insurance department. */
export function socialInsurance(client: PartnerClient): DepartmentConnector & ContributionSource {
  return {
    name: 'social-insurance',

    async contributions(person, purpose) {
      const reply = await askPartner(client, paths.records, { person, purpose }, recordsReply);
      if (!reply.ok) return reply;
      // A record of somebody else, rightly signed, is still not this person's.
      return reply.value.idNumber === person.idNumber ? ok(reply.value.statement) : err('DEP-003');
    },

    async submit(application) {
      const reply = await askPartner(client, paths.submit, application, submitReply);
      if (!reply.ok) return reply;
      return reply.value.key === application.key ? ok() : err('DEP-003');
    },

    async result(key) {
      const reply = await askPartner(client, paths.status, { key }, statusReply);
      if (!reply.ok) return reply;
      if (reply.value.key !== key) return err('DEP-003');
      return ok(reply.value.state === 'received' ? { state: 'pending' } : { state: reply.value.state, text: reply.value.text });
    },
  };
}
