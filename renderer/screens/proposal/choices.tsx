import type { ScreenOf } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Tile } from '../../ui/tile/tile.tsx';
import { useKiosk } from '../parts/kiosk-context.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** How old and new certificate change hands: by courier to the address on record, or here. */
export function HandoverChoice({ screen: { handover } }: { readonly screen: ScreenOf<'proposal'> }) {
  const t = useTexts();
  const { intend } = useKiosk();
  const { address } = handover;
  return (
    <ScreenFrame title={t('proposal.titleHandover')} lead={t('proposal.leadHandover')} isSparse>
      {address && (
        <Tile
          title={t('proposal.labelCourier')}
          note={t('proposal.noteCourier', { street: address.street, name: address.name, phone: address.phone })}
          icon="house"
          onPress={() => intend({ type: 'setHandover', way: 'courier' })}
        />
      )}
      <Tile
        title={t('proposal.labelSite')}
        note={t('proposal.noteSiteChoice')}
        icon="person"
        onPress={() => intend({ type: 'setHandover', way: 'site' })}
      />
    </ScreenFrame>
  );
}

/** Why not: said once, so that the same reminder does not come again for a wrong reason. */
export function DeclineChoice({ screen: { reasons } }: { readonly screen: ScreenOf<'proposal'> }) {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <ScreenFrame title={t('proposal.titleDecline')} lead={t('proposal.leadDecline')} isSparse>
      {reasons.map((reason) => (
        <Tile
          key={reason}
          title={t(`proposal.decline.${reason}.label`)}
          note={t(`proposal.decline.${reason}.note`)}
          icon={reason === 'notNow' ? 'clock' : 'info'}
          onPress={() => intend({ type: 'declineProposal', reason })}
        />
      ))}
    </ScreenFrame>
  );
}
