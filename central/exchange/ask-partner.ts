import type { z } from 'zod';
import type { Result } from '#contracts/basics/result.ts';
import { err, ok } from '#contracts/basics/result.ts';
import type { DepartmentError } from './department.ts';
import type { PartnerClient } from './partner-client.ts';

/** Asks for something of a form: DEP-001 no answer · DEP-002 the other side knows nothing of it (404) · DEP-003 anything else. */
export async function askPartner<T extends z.ZodType>(
  client: PartnerClient,
  path: string,
  body: object,
  schema: T,
): Promise<Result<z.output<T>, DepartmentError>> {
  const reply = await client.post(path, body);
  if (!reply.ok) return err(reply.error === 'down' ? 'DEP-001' : 'DEP-003');
  if (reply.value.status === 404) return err('DEP-002');
  const parsed = schema.safeParse(reply.value.body);
  return reply.value.status === 200 && parsed.success ? ok(parsed.data) : err('DEP-003');
}
