import { instantOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ChannelPort, DispatchPolicy, Notification, OutsideChannel, RenderSettings } from '../../channels/index.ts';
import type { Vocabulary } from '../../process/index.ts';
import type { Db } from '../../store/index.ts';
import type { NotificationRow } from './notification-store.ts';
import type { CaseParts } from './outcomes.ts';
import type { ProposalRow } from './proposal-row.ts';

/** What messages are planned, written and sent with. */
export interface MessageParts extends CaseParts {
  readonly db: Db;
  readonly ports: ReadonlyMap<OutsideChannel, ChannelPort>;
  readonly policy: DispatchPolicy;
  readonly settings: RenderSettings;
  readonly vocabulary: Vocabulary;
}

/** A message about a proposal as it is first written down. */
export function ownRow(
  parts: MessageParts,
  proposal: ProposalRow,
  channel: Notification['channel'],
  provider: string,
): NotificationRow {
  return {
    party_key: proposal.party_key,
    id: makeUuidV7(parts.clock.now(), parts.random),
    proposal_id: proposal.id,
    person_key: '',
    channel,
    provider,
    template: 'proposal',
    provider_ref: null,
    refusal: null,
    state: 'waiting',
    tries: 1,
    code: '',
    at: instantOf(parts.clock.now()),
    reported_at: null,
  };
}
