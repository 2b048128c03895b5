/**
 * The closed list of log events. A log line is `{time, event, level, ...fields}` and the fields are ids, codes and counts:
 * never free text about a person. `docs/log-events.md` is generated from this table.
 */
type Row = { readonly level: 'info' | 'warn' | 'error'; readonly says: string };

export const logEvents = {
  // host and shell
  'host.started': { level: 'info', says: 'The host process is ready.' },
  'host.stopping': { level: 'info', says: 'The host was asked to stop.' },
  'host.exited': { level: 'error', says: 'Main saw the host process end; it will be started again.' },
  'host.config-refused': { level: 'error', says: 'The configuration file is not valid or its signature is wrong.' },
  'shell.started': { level: 'info', says: 'The shell is up.' },
  'shell.fault': { level: 'error', says: 'The shell met a bug of its own and ends; the service manager starts it again.' },
  'shell.renderer-gone': { level: 'error', says: 'The screen process ended; the page is loaded again.' },
  'shell.unresponsive': { level: 'warn', says: 'The screen did not answer for a while.' },
  'shell.blocked': { level: 'warn', says: 'A navigation, window, permission or download was refused.' },
  'ipc.refused': { level: 'warn', says: 'A call was refused: wrong sender, method or input.' },
  'ui.fault': { level: 'error', says: 'The screen process reported a fault of its own.' },
  // devices
  'device.status': { level: 'info', says: 'A device changed its state.' },
  'device.command-failed': { level: 'warn', says: 'A device command did not succeed.' },
  'device.replaced': { level: 'error', says: 'The device is not the one that was here before (tamper).' },
  // session
  'session.began': { level: 'info', says: 'A visit began.' },
  'session.screen': { level: 'info', says: 'The visit moved to another screen.' },
  'session.ended': { level: 'info', says: 'A visit ended and was wiped.' },
  'session.verified': { level: 'info', says: 'The person was verified, by which method, at which try.' },
  'session.verify-failed': { level: 'warn', says: 'A try to verify the person failed, with its code.' },
  'session.fault': { level: 'error', says: 'Something in a visit failed for a reason of ours.' },
  'session.recovered': { level: 'warn', says: 'After a restart a visit was resumed or ended.' },
  // journal and sync
  'journal.opened': { level: 'info', says: 'The journal passed its integrity check.' },
  'journal.migrated': { level: 'info', says: 'The journal was moved to a newer schema; a copy was kept.' },
  'journal.quarantined': { level: 'error', says: 'The journal failed its integrity check and was set aside.' },
  'journal.refusing': { level: 'error', says: 'The journal cannot write: new acts are refused.' },
  'journal.act': { level: 'info', says: 'An act became durable.' },
  'sync.batch': { level: 'info', says: 'A batch was answered by the centre.' },
  'sync.failed': { level: 'warn', says: 'A batch could not be sent; it will be tried again.' },
  'sync.dead': { level: 'error', says: 'A record was set aside after repeated failures.' },
  'sync.bad-receipt': { level: 'error', says: "A receipt's signature is wrong; the act stays queued." },
  'sync.online': { level: 'info', says: 'The centre can be reached.' },
  'sync.offline': { level: 'warn', says: 'The centre cannot be reached.' },
  'feed.applied': { level: 'info', says: 'News of a feed were verified and taken over.' },
  'feed.refused': { level: 'error', says: 'A feed entry was refused: signature or content is wrong.' },
  // face
  'face.ready': { level: 'info', says: 'Models are verified and loaded.' },
  'face.unavailable': { level: 'error', says: 'The decision process is not available.' },
  // printing
  'print.settled': { level: 'info', says: 'A print ended: printed, failed with its reason, or unknown.' },
  // centre
  'centre.started': { level: 'info', says: 'The centre accepts requests.' },
  'centre.stopping': { level: 'info', says: 'The centre was asked to stop.' },
  'centre.request': { level: 'info', says: 'A request was answered.' },
  'centre.request-failed': { level: 'error', says: 'A request failed for a reason of ours.' },
  'centre.refused': { level: 'warn', says: 'A request was refused: certificate, schema, limits.' },
  'centre.applied': { level: 'info', says: 'A batch of acts was applied.' },
  'centre.poison': { level: 'error', says: 'A record made its handler fail; it was isolated.' },
  'centre.key-reuse': { level: 'error', says: 'A known id came with other content.' },
  'centre.chain-broken': { level: 'error', says: "A terminal's hash chain has a gap or a fork." },
  'centre.clock-ahead': { level: 'warn', says: "A terminal's clock is more than five minutes ahead of the centre's." },
  'audit.fault': { level: 'error', says: 'The audit log failed, or what is stored no longer leads on from what was signed.' },
  'exchange.called': { level: 'info', says: 'An outside system was asked.' },
  'exchange.failed': { level: 'warn', says: 'An outside system did not answer or its answer was refused.' },
  'exchange.event-aside': { level: 'error', says: 'An event could not be taken in and was set aside; the others go on.' },
  'exchange.source-state': { level: 'warn', says: 'A source system went down, left a gap, or came back.' },
  // inference, tracking, logistics
  'inference.ran': { level: 'info', says: 'Parties were judged against the live items.' },
  'inference.rule-failed': { level: 'error', says: "An item's decision table failed; the item was left out, the others go on." },
  'inference.item-refused': { level: 'error', says: 'A live item could not be verified or compiled and was left out.' },
  'proposal.moved': { level: 'info', says: 'A proposal changed its state.' },
  'proposal.interactions': { level: 'error', says: 'A proposal needed more than three interactions.' },
  'case.moved': { level: 'info', says: 'A case took a step.' },
  'case.overdue': { level: 'warn', says: 'A case has reached its warning day or is past its promised day.' },
  'job.failed': { level: 'warn', says: 'A job failed; it will be tried again.' },
  'courier.ordered': { level: 'info', says: 'The courier took an order.' },
  'courier.failed': { level: 'warn', says: 'The courier did not take an order or its answer was refused.' },
  'channel.sent': { level: 'info', says: 'A message was handed to its provider.' },
  'channel.failed': { level: 'warn', says: 'A provider did not take a message.' },
  // stand-ins and simulators (never in a shipped build)
  'standin.started': { level: 'info', says: 'A stand-in for an outside system is up.' },
  'standin.refused': { level: 'warn', says: 'A stand-in refused a request: signature or form is wrong.' },
} as const satisfies Record<string, Row>;

export type LogEvent = keyof typeof logEvents;

/** Values that a field may have: ids, codes, counts, durations. Never text that a person typed or a card said. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** How everything of ours logs; passed in. */
export type Log = (event: LogEvent, fields?: LogFields) => void;
