import type { DomainEvent } from '#contracts/approval/event.ts';
import type { Draw } from './draws.ts';
import { drawsOf } from './draws.ts';
import { identityAt } from './identities.ts';
import type { World } from './world.ts';
import { adultAt } from './world.ts';

export type EventContact = NonNullable<DomainEvent['contacts']>[number];

/**
 * How good the mobile number is that a register holds: 70 % were verified, 15 % were only written down, 10 % are missing, and 5 % were
 * verified once and are another person's now.
 */
export type PhoneQuality = 'verified' | 'unverified' | 'none' | 'someone-elses';

/** What is known of how to reach somebody. */
export interface Reach {
  readonly phone: PhoneQuality;
  readonly contacts: readonly EventContact[];
}

/** Of a person's contacts the event's `of` says nothing; it is filled all the same. */
export function reachOf(world: World, personIndex: number, of: EventContact['of']): Reach {
  const draw = drawsOf(world.options.seed, 'contact', personIndex);
  const phone = phoneQuality(draw('phone'));
  if (phone === 'none') return { phone, contacts: [] };
  const owner = phone === 'someone-elses' ? otherOwner(world, personIndex) : personIndex;
  const address = identityAt(world, owner).phone;
  const sms: EventContact = { channel: 'sms', address, verified: phone !== 'unverified', of };
  return { phone, contacts: [sms, ...accountsOf(draw, personIndex, of)] };
}

function phoneQuality(draw: number): PhoneQuality {
  if (draw < 0.7) return 'verified';
  if (draw < 0.85) return 'unverified';
  return draw < 0.95 ? 'none' : 'someone-elses';
}

/** The next person further on whose own number this is beyond doubt. */
function otherOwner(world: World, personIndex: number): number {
  for (let nth = personIndex + 1; ; nth++) {
    const other = adultAt(world, nth);
    if (other !== personIndex && drawsOf(world.options.seed, 'contact', other)('phone') < 0.7) return other;
  }
}

/** Accounts that people follow with; the providers' own forms of ids. */
function accountsOf(draw: Draw, index: number, of: EventContact['of']): EventContact[] {
  const account = (channel: EventContact['channel'], address: string): EventContact => ({ channel, address, verified: true, of });
  const digits = String(index).padStart(9, '0');
  return [
    ...(draw('wechat') < 0.45 ? [account('wechat', `oSynthetic-Person_${digits}-`.padEnd(28, '0').slice(0, 28))] : []),
    ...(draw('alipay') < 0.35 ? [account('alipay', `2088${digits.padStart(12, '0')}`)] : []),
    ...(draw('app') < 0.2 ? [account('app', `qyb-${digits}`)] : []),
  ];
}
