import type { DeviceHealth, KioskView } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Hero } from '../../ui/hero/hero.tsx';
import { Tag, type TagKind } from '../../ui/tag/tag.tsx';
import { Tile } from '../../ui/tile/tile.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { OfflineBanner } from '../parts/offline-banner.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S1: an invitation, three ways in, and what works now. */
export function AttractScreen({ screen }: ScreenProps<'attract'>) {
  const t = useTexts();
  const { view, intend } = useKiosk();
  const readerIsOut = view.devices.idReader.level === 'out';
  return (
    <ScreenFrame
      title={t('attract.titleHello')}
      lead={t('attract.noteCount', { count: screen.itemCount })}
      hero={<Hero />}
      tools={['help']}
    >
      <OfflineBanner />
      <div className="tiles">
        <Tile
          title={t('attract.titleCard')}
          note={readerIsOut ? t('attract.noteCardOut') : t('attract.noteCard')}
          icon="card"
          emphasis
          isDisabled={readerIsOut}
          onPress={() => intend({ type: 'start', entry: 'services' })}
        />
        <Tile
          title={t('attract.titleServices')}
          note={t('attract.noteServices')}
          icon="document"
          isDisabled={readerIsOut}
          onPress={() => intend({ type: 'start', entry: 'services' })}
        />
        <Tile
          title={t('attract.titlePrint')}
          note={t('attract.notePrint')}
          icon="printer"
          isDisabled={readerIsOut}
          onPress={() => intend({ type: 'start', entry: 'print' })}
        />
        <Tile
          title={t('attract.titleProgress')}
          note={t('attract.noteProgress')}
          icon="clock"
          isDisabled={readerIsOut}
          onPress={() => intend({ type: 'start', entry: 'progress' })}
        />
      </div>
      <WorksNow devices={view.devices} />
    </ScreenFrame>
  );
}

type Device = keyof KioskView['devices'];

const deviceOrder: readonly Device[] = ['idReader', 'camera', 'receiptPrinter', 'docPrinter'];
const levelKinds: Readonly<Record<DeviceHealth['level'], TagKind>> = { ok: 'ok', attention: 'wait', out: 'stop' };

/** What works now, in words: nobody should find out at the last step that the printer is empty. */
function WorksNow({ devices }: { readonly devices: KioskView['devices'] }) {
  const t = useTexts();
  return (
    <ul className="tags" aria-label={t('attract.labelWorks')}>
      {deviceOrder.map((device) => (
        <li key={device}>
          <Tag kind={levelKinds[devices[device].level]}>{deviceWords(t, device, devices[device])}</Tag>
        </li>
      ))}
    </ul>
  );
}

function deviceWords(t: ReturnType<typeof useTexts>, device: Device, health: DeviceHealth): string {
  if (health.level === 'ok') return t(`common:devices.${device}.labelOk`);
  if (health.level === 'out') return t(`common:devices.${device}.labelOut`);
  if (health.code === 'PRN-007') return t('common:devices.receiptPrinter.labelPaperLow');
  return t(`common:devices.${device}.labelAttention`);
}
