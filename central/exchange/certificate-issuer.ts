import type { z } from 'zod';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { CertificateRecord } from '#contracts/approval/event.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import { askPartner } from './ask-partner.ts';
import type { DepartmentError } from './department.ts';
import type { PartnerClient } from './partner-client.ts';
import type { issueOrder } from './source-wire.ts';
import { orderReply, paths, resultReply } from './source-wire.ts';

/** An order to issue; `key` is the act's or the step's id: the same key twice has one effect. */
export type IssueOrder = z.infer<typeof issueOrder>;

/** What became of an order; `text` in words for the person. */
export type IssueState =
  | { readonly state: 'pending' }
  | ({ readonly state: 'issued' } & Omit<CertificateRecord, 'holder' | 'status'>)
  | { readonly state: 'refused'; readonly text: LocalizedText };

/**
 * 制证: the system that keeps the certificate makes its next version. DEP-002 = it keeps no such certificate, or the key was never
 * ordered. A key that was used for something else is DEP-003.
 */
export interface CertificateIssuer {
  issueCertificate(order: IssueOrder): Promise<Result<void, DepartmentError>>;
  issueResult(key: string): Promise<Result<IssueState, DepartmentError>>;
}

/** @param issues false = a register that issues nothing: DEP-002 without asking it. */
export function openCertificateIssuer(client: PartnerClient, issues: boolean): CertificateIssuer {
  return {
    async issueCertificate(order) {
      if (!issues) return err('DEP-002');
      const reply = await askPartner(client, paths.order, order, orderReply);
      if (!reply.ok) return reply;
      return reply.value.key === order.key ? ok() : err('DEP-003');
    },

    async issueResult(key) {
      if (!issues) return err('DEP-002');
      const reply = await askPartner(client, paths.result, { key }, resultReply);
      if (!reply.ok) return reply;
      if (reply.value.key !== key) return err('DEP-003');
      return ok(stateOf(reply.value));
    },
  };
}

function stateOf(reply: z.infer<typeof resultReply>): IssueState {
  switch (reply.state) {
    case 'pending':
      return { state: 'pending' };
    case 'refused':
      return { state: 'refused', text: reply.text };
    case 'issued': {
      const { holder: _holder, status: _status, ...certificate } = reply.certificate;
      return { state: 'issued', ...certificate };
    }
  }
}
