import type { Clock } from '#contracts/basics/clock.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import type { ErrorCode } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { Actor, Verification } from '#contracts/domain/act.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { QueryName, QueryReply, QueryRequest } from '#contracts/sync/queries.ts';
import { queries } from '#contracts/sync/queries.ts';
import { httpError } from '#contracts/sync/wire.ts';
import type { Contact, VerificationCodes } from '../channels/index.ts';
import type { ContributionSource } from '../exchange/index.ts';
import { readDataReads } from '../audit/index.ts';
import type { Catalogue } from '../process/index.ts';
import type { Db, Pseudonyms } from '../store/index.ts';
import { writeAudit } from '../store/index.ts';
import type { EnrolledTerminal, PulseBook } from '../terminals/index.ts';
import type { CaseReader } from '../tracking/index.ts';
import { findCertificateCopy, listCases } from '../tracking/index.ts';
import type { App } from './app.ts';
import type { QueryErrorCode } from './errors.ts';
import { queryRefusal } from './errors.ts';
import { terminalOf } from './scopes.ts';

/** Of all that a person may see; older ones are found by their number. */
const newestCases = 50;

export interface QueryParts {
  readonly db: Db;
  readonly clock: Clock;
  readonly pseudonyms: Pseudonyms;
  readonly catalogue: Catalogue;
  readonly contributions: ContributionSource;
  readonly codes: VerificationCodes;
  readonly phoneOf: (personKey: string) => Promise<Contact | undefined>;
  readonly pulse: PulseBook;
  readonly approvalCases: (reader: CaseReader) => Promise<CaseSummary[]>;
}

/** What a query gives back beside its reply: whom it was about and who answered, for the audit log. */
interface Answered<N extends QueryName> {
  readonly reply: QueryReply<N>;
  readonly source?: string;
}

type Handler<N extends QueryName> = (
  request: QueryRequest<N> & Checked<N>,
  terminal: EnrolledTerminal,
) => Promise<Result<Answered<N>, QueryErrorCode>>;

/** The parsed request; the same as what was sent, with branded ids. */
type Checked<N extends QueryName> = (typeof queries)[N]['request']['_output'];

/** `POST /v1/<name>` for each query of `contracts/sync/queries.ts`; all but the heartbeat leave an audit entry, refused or not. */
export function addQueryRoutes(app: App, parts: QueryParts): void {
  const { db, clock, pseudonyms, codes } = parts;
  const personKey = (actor: Actor): string => pseudonyms.personKey(actor.idNumber);

  addQuery(app, parts, 'contributions', async (request, terminal) => {
    const trusted = await checkVerification(parts, request, terminal);
    if (!trusted.ok) return trusted;
    const { name, idNumber } = request.actor;
    const statement = await parts.contributions.contributions({ name, idNumber }, request.purpose);
    if (!statement.ok) return statement;
    const { system, version } = statement.value.source;
    return ok({ reply: statement.value, source: `${system} ${version}` });
  });

  addQuery(app, parts, 'certificate-copy', async (request, terminal) => {
    const trusted = await checkVerification(parts, request, terminal);
    if (!trusted.ok) return trusted;
    const holder = { personKey: personKey(request.actor), name: request.actor.name };
    const copy = await findCertificateCopy(db, clock, request.number, holder);
    return copy.ok ? ok({ reply: copy.value }) : copy;
  });

  addQuery(app, parts, 'cases', async (request, terminal) => {
    const trusted = await checkVerification(parts, request, terminal);
    if (!trusted.ok) return trusted;
    const person = personKey(request.actor);
    const [own, approvals] = [
      await listCases(db, parts, person),
      await parts.approvalCases({ personKey: person, method: request.verification.method }),
    ];
    const cases = [...own, ...approvals].toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, newestCases);
    return ok({ reply: { cases } });
  });

  addQuery(app, parts, 'data-reads', async (request, terminal) => {
    const trusted = await checkVerification(parts, request, terminal);
    if (!trusted.ok) return trusted;
    const found = await readDataReads(db, personKey(request.actor));
    const reads = found.map(({ at, says, position }) => ({ at, says, ...(position !== undefined && { position }) }));
    return ok({ reply: { reads } });
  });

  addQuery(app, parts, 'prefill', async (request, terminal) => {
    const trusted = await checkVerification(parts, request, terminal);
    if (!trusted.ok) return trusted;
    const contact = await parts.phoneOf(personKey(request.actor));
    return ok({ reply: contact ? { phone: contact.phone, source: contact.source, at: contact.verifiedAt } : {} });
  });

  addQuery(app, parts, 'verification-codes', async (request, terminal) => {
    const sent = await codes.send({ terminal: terminal.id, session: request.session, personKey: personKey(request.actor) });
    return sent.ok ? ok({ reply: sent.value }) : sent;
  });

  addQuery(app, parts, 'verification-codes/check', async (request, terminal) => {
    const passed = await codes.check(terminal.id, request.session, request.challenge, request.code);
    return passed.ok ? ok({ reply: { passed: true, at: passed.value.at } }) : passed;
  });

  addQuery(app, parts, 'heartbeat', (request, terminal) => {
    parts.pulse.record(terminal.id, request);
    return Promise.resolve(ok({ reply: { serverTime: instantOf(clock.now()) } }));
  });
}

function addQuery<N extends QueryName>(app: App, parts: QueryParts, name: N, handle: Handler<N>): void {
  const { request, reply } = queries[name];
  app.post(
    `/v1/${name}`,
    { config: { scope: 'terminal' }, schema: { body: request, response: { 200: reply, '4xx': httpError, '5xx': httpError } } },
    async (http) => {
      const terminal = terminalOf(http);
      const body = http.body as QueryRequest<N> & Checked<N>;
      const answer = await handle(body, terminal);
      if ('session' in body)
        await audit(parts, name, terminal, body, answer.ok ? 'ok' : answer.error, answer.ok ? answer.value.source : undefined);
      if (!answer.ok) throw queryRefusal(answer.error);
      return answer.value.reply;
    },
  );
}

/**
 * The terminal's word counts for what it sees itself (face, staff); a code by SMS was checked here, so it must have been passed
 * here, in this visit, by this person.
 */
async function checkVerification(
  { codes, pseudonyms }: QueryParts,
  request: { session: string; actor: Actor; verification: Verification },
  terminal: EnrolledTerminal,
): Promise<Result<void, 'SMS-001'>> {
  if (request.verification.method !== 'sms') return ok();
  const asked = { terminal: terminal.id, session: request.session, personKey: pseudonyms.personKey(request.actor.idNumber) };
  return (await codes.hasPassed(asked)) ? ok() : err('SMS-001');
}

async function audit(
  { db, clock, pseudonyms }: QueryParts,
  action: QueryName,
  terminal: EnrolledTerminal,
  { session, actor, verification, purpose }: { session?: string; actor?: Actor; verification?: Verification; purpose?: string },
  outcome: 'ok' | ErrorCode,
  source: string | undefined,
): Promise<void> {
  await writeAudit(db, clock, {
    terminal: terminal.id,
    action,
    session: session ?? '',
    personKey: actor ? pseudonyms.personKey(actor.idNumber) : '',
    purpose: purpose ?? action,
    verification: verification ? `${verification.method}:${verification.policy}` : 'none',
    outcome,
    ...(source !== undefined && { source }),
  });
}
