import { generateKeyPairSync } from 'node:crypto';
import type { z } from 'zod';
import type { EventEnvelope } from '#contracts/approval/event.ts';
import type { SigningKey } from '../../../store/index.ts';
import { sealEnvelope } from '../../event-envelope.ts';
import { centreName } from '../../partner-client.ts';
import type { pageReply } from '../../source-wire.ts';
import type { EventLog } from './event-log.ts';
import type { PageMode, SourceFault } from './faults.ts';

type Page = z.infer<typeof pageReply>;

/** The page that a source gives when it fails in one of the ways of `faults.ts`. */
export function spoiltPage(
  page: Omit<Page, 'events'> & { readonly events: readonly EventEnvelope[] },
  fault: Pick<SourceFault, 'seq'> & { readonly mode: PageMode },
  { log, key }: { readonly log: EventLog; readonly key: SigningKey },
): Page {
  const { events } = page;
  const chosen = fault.seq ?? events[Math.floor(events.length / 2)]?.seq;
  const each = (spoil: (envelope: EventEnvelope) => EventEnvelope): Page => ({
    ...page,
    events: events.map((envelope) => (envelope.seq === chosen ? spoil(envelope) : envelope)),
  });

  switch (fault.mode) {
    case 'bad-envelope':
      return each((envelope) => ({ ...envelope, sig: `${envelope.sig.startsWith('A') ? 'B' : 'A'}${envelope.sig.slice(1)}` }));
    case 'stranger-key':
      return each((envelope) => sealEnvelope(envelope, stranger(key)));
    case 'wrong-consumer':
      return each((envelope) => sealEnvelope({ ...envelope, consumer: 'somebody-else' }, key));
    case 'conflict':
      return { ...page, events: [...events, ...events.filter(({ seq }) => seq === chosen).map((one) => altered(one, key))] };
    case 'out-of-order':
      return { ...page, events: [...events].reverse() };
    case 'duplicates':
      return { ...page, events: [...log.page(0, 20, centreName), ...events.slice(0, 40), ...events.slice(0, 40)] };
    case 'withhold':
      return { ...page, events: events.filter(({ seq }) => seq !== (fault.seq ?? events[0]?.seq)) };
    case 'replay':
      return { ...page, after: 0, events: log.page(0, 20, centreName) };
    case 'rewound':
      return { ...page, last: 0, events: [] };
    case 'big-page':
      return { ...page, events: Array.from({ length: 1_500 }, () => events[0] ?? 'x'.repeat(500)) };
  }
}

/** Another event under the same number, rightly signed. */
function altered(envelope: EventEnvelope, key: SigningKey): EventEnvelope {
  return sealEnvelope({ ...envelope, event: envelope.event.replace('"recordVersion":', '"recordVersion":1') }, key);
}

/** Somebody else's key under the source's key id. */
function stranger({ keyId }: SigningKey): SigningKey {
  return { keyId, ...generateKeyPairSync('ed25519') };
}
