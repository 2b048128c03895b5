import { instantOf } from '#contracts/basics/clock.ts';
import type { CallbackRequest, OutsideChannel } from '../../channels/index.ts';
import type { MessageParts } from './message-parts.ts';
import { changeConsent, findNotification, settleNotification } from './notification-store.ts';

/** A provider's callback: what became of messages, and who allows or refuses them. */
export async function takeChannelCallback(
  parts: MessageParts,
  channel: OutsideChannel,
  request: CallbackRequest,
): Promise<{ readonly status: 200 | 403 | 503; readonly contentType: string; readonly body: string }> {
  const port = parts.ports.get(channel);
  const read = port && (await port.readCallback(request));
  if (!port || !read) return { status: 403, contentType: 'text/plain', body: '' };
  // What we do not read is answered all the same, or it comes again and again.
  if (!read.ok)
    return { status: read.error === 'later' ? 503 : read.error === 'unknown' ? 200 : 403, contentType: 'text/plain', body: '' };
  for (const news of read.value.news) {
    if (news.is === 'consent') {
      await changeConsent(
        parts.db,
        channel,
        parts.pseudonyms.digest(`contact-${channel}`, news.address),
        news.change,
        instantOf(parts.clock.now()),
      );
      continue;
    }
    const addressKey = news.address === undefined ? undefined : parts.pseudonyms.digest(`contact-${channel}`, news.address);
    const row = await findNotification(parts.db, { channel, key: news.key, providerRef: news.providerId, addressKey });
    if (!row || news.state === 'waiting') continue;
    await settleNotification(parts.db, row, {
      state: news.state,
      code: news.raw,
      reportedAt: news.at,
      providerRef: news.providerId,
    });
    if (row.template === 'proposal')
      await parts.jobs.enqueue(parts.db, 'proposal.message', [
        { data: { partyKey: row.party_key, proposalId: row.proposal_id } },
      ]);
  }
  return { status: 200, contentType: read.value.reply.contentType, body: read.value.reply.body };
}
