import type { Handlers, HandlerParts } from '../parts.ts';
import { auditHandlers } from './audit.ts';
import { caseHandlers } from './cases.ts';
import { inferenceHandlers } from './inference.ts';
import { itemHandlers } from './items.ts';
import { openItemBook } from './lines.ts';
import { operationsHandlers } from './operations.ts';
import { overviewHandlers } from './overview.ts';
import { partyHandlers } from './parties.ts';
import { sessionHandlers } from './session.ts';
import { taskHandlers } from './tasks.ts';

/** What is done for each action; the compiler asks for every one of `contracts/console/api.ts`. */
export function consoleHandlers(parts: HandlerParts): Handlers {
  const book = openItemBook(parts.db);
  return {
    ...sessionHandlers(parts),
    ...overviewHandlers(parts, book),
    ...taskHandlers(parts, book),
    ...caseHandlers(parts, book),
    ...inferenceHandlers(parts, book),
    ...itemHandlers(parts),
    ...partyHandlers(parts, book),
    ...operationsHandlers(parts, book),
    ...auditHandlers(parts),
  };
}
