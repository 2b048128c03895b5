import { useState } from 'react';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { ScreenOf } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import { Card } from '../../ui/card/card.tsx';
import { DataRows, type DataRow } from '../../ui/data-rows/data-rows.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { chunks } from '../parts/chunks.ts';
import { FaultCard } from '../parts/fault-summary.tsx';
import { dayText } from '../parts/format.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useIsTight } from '../parts/room.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';
import { StoredFirst } from '../review/stored-first.tsx';
import { ProposalDetails } from './details.tsx';
import { DeclineChoice, HandoverChoice } from './choices.tsx';

/** S5 主动提醒: what will happen, why, from old to new, until when; one touch agrees. */
export function ProposalScreen({ screen }: ScreenProps<'proposal'>) {
  const [hasDetails, setDetails] = useState(false);
  if (screen.mode === 'handover') return <HandoverChoice screen={screen} />;
  if (screen.mode === 'decline') return <DeclineChoice screen={screen} />;
  if (hasDetails) return <ProposalDetails screen={screen} onBack={() => setDetails(false)} />;
  return <Offer screen={screen} onDetails={() => setDetails(true)} />;
}

type OfferScreen = ScreenOf<'proposal'>;

/** Few in a card where room is short, so that the pages fill well. */
const rowsPerCard = { tight: 2, roomy: 9 };

function Offer({ screen, onDetails }: { readonly screen: OfferScreen; readonly onDetails: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const { intend } = useKiosk();
  const { offer, unavailable } = screen;
  const rows = useRows(screen);
  return (
    <ScreenFrame
      title={t('proposal.title', { item: offer.title[language] })}
      lead={t(leads[screen.handover.way])}
      banner={screen.offline && unavailable === undefined ? <StoredFirst /> : undefined}
      primary={
        <NextButton intent={{ type: 'confirm' }} isDisabled={unavailable !== undefined}>
          {t('proposal.buttonConfirm')}
        </NextButton>
      }
    >
      {unavailable && <FaultCard code={unavailable} />}
      {chunks(rows, useIsTight() ? rowsPerCard.tight : rowsPerCard.roomy).map((some, index) =>
        index === 0 ? (
          <Card key={index} title={t('proposal.titleChanges')} aside={<Position screen={screen} />}>
            <DataRows rows={some} />
          </Card>
        ) : (
          <Card key={index}>
            <DataRows rows={some} />
          </Card>
        ),
      )}
      <Why screen={screen} onDetails={onDetails} />
      <div className="pair">
        {screen.handover.choices.length > 1 && (
          <Button kind="plain" onPress={() => intend({ type: 'chooseHandover' })}>
            {t('proposal.buttonHandover')}
          </Button>
        )}
        <Button kind="plain" onPress={() => intend({ type: 'chooseDecline' })}>
          {t('proposal.buttonDecline')}
        </Button>
      </div>
    </ScreenFrame>
  );
}

const leads = { courier: 'proposal.leadCourier', site: 'proposal.leadSite', none: 'proposal.leadNone' } as const;

function Position({ screen: { position } }: { readonly screen: OfferScreen }) {
  const t = useTexts();
  return position.total > 1 ? <Tag kind="plain">{t('proposal.labelPosition', position)}</Tag> : null;
}

/** For whom, what changes, what stays, and where the new certificate goes. */
function useRows({ offer, handover }: OfferScreen): DataRow[] {
  const t = useTexts();
  const language = useLanguage();
  const kept = offer.certificate;
  const { address } = handover;
  return [
    ...(offer.changes.some(({ after }) => after === offer.party.name)
      ? []
      : [{ name: 'party', label: t('proposal.labelParty'), value: offer.party.name }]),
    ...offer.changes.map(({ label, before, after }) => ({
      name: label['zh-CN'],
      label: label[language],
      value: after,
      old: before,
    })),
    ...(kept
      ? [{ name: 'certificate', label: t('proposal.labelCertificate'), value: kept.number, note: t('proposal.noteKept') }]
      : []),
    ...(handover.way === 'courier' && address
      ? [
          {
            name: 'handover',
            label: t('proposal.labelHandover'),
            value: address.street,
            note: t('proposal.noteReceiver', { name: address.name, phone: address.phone }),
          },
        ]
      : []),
    ...(handover.way === 'site' ? [{ name: 'handover', label: t('proposal.labelHandover'), value: t('proposal.noteSite') }] : []),
  ];
}

function Why({ screen: { offer }, onDetails }: { readonly screen: OfferScreen; readonly onDetails: () => void }) {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  const counts = { materials: offer.waived.length, fields: offer.known.length };
  return (
    <Card
      title={t('proposal.titleWhy')}
      aside={
        <Button kind="plain" icon="info" onPress={onDetails}>
          {t('proposal.buttonDetails')}
        </Button>
      }
    >
      <p>{offer.why[language]}</p>
      <p className="note">
        {t('proposal.noteSaved', {
          ...counts,
          date: dayText(offer.dueOn, language, localDateOf(view.now)),
          days: offer.promisedDays,
        })}
      </p>
    </Card>
  );
}
