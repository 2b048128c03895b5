import type { DeviceHealth, KioskView } from '#contracts/ipc/view.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Hero } from '../../ui/hero/hero.tsx';
import { Tag, type TagKind } from '../../ui/tag/tag.tsx';
import { Tile } from '../../ui/tile/tile.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { useIsTight } from '../parts/room.ts';
import { Switches } from '../parts/kiosk-top-bar.tsx';
import { useOfflineBanner } from '../parts/offline-banner.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S1: an invitation, three ways in, and what works now. */
export function AttractScreen({ screen }: ScreenProps<'attract'>) {
  const t = useTexts();
  const { view } = useKiosk();
  const { idReader } = view.devices;
  const offline = useOfflineBanner({ isShort: true });
  // In large type there is room for one of the two, and that the line is down matters more.
  const leavesOutDevices = view.network === 'offline' && view.settings.textSize === 'elder';
  return (
    <ScreenFrame
      title={t('attract.titleHello')}
      lead={t('attract.noteCount', { count: screen.itemCount })}
      hero={<Hero />}
      tools={['help']}
      extraTool={<Switches kind="tool" />}
    >
      {idReader.level === 'out' ? <FaultCard code={idReader.code ?? 'IDR-001'} /> : <Tiles />}
      {offline}
      {!leavesOutDevices && <WorksNow devices={view.devices} />}
    </ScreenFrame>
  );
}

/** One way in for everybody, three for those who know what they want; large text keeps to the titles. */
function Tiles() {
  const t = useTexts();
  const { view, intend } = useKiosk();
  const start = (entry: 'services' | 'print' | 'progress') => (): void => intend({ type: 'start', entry });
  const note = (text: string): string | undefined => (view.settings.textSize === 'elder' ? undefined : text);
  return (
    <div className="tiles">
      <Tile title={t('attract.titleCard')} note={note(t('attract.noteCard'))} icon="card" emphasis onPress={start('services')} />
      <Tile
        title={t('attract.titleServices')}
        note={note(t('attract.noteServices'))}
        icon="document"
        onPress={start('services')}
      />
      <Tile title={t('attract.titlePrint')} note={note(t('attract.notePrint'))} icon="printer" onPress={start('print')} />
      <Tile title={t('attract.titleProgress')} note={note(t('attract.noteProgress'))} icon="clock" onPress={start('progress')} />
    </div>
  );
}

type Device = keyof KioskView['devices'];

const deviceOrder: readonly Device[] = ['idReader', 'camera', 'receiptPrinter', 'docPrinter'];
const levelKinds: Readonly<Record<DeviceHealth['level'], TagKind>> = { ok: 'ok', attention: 'wait', out: 'stop' };

/** What works now, in words: nobody should find out at the last step that the printer is empty. */
function WorksNow({ devices }: { readonly devices: KioskView['devices'] }) {
  const t = useTexts();
  const { view } = useKiosk();
  const isTight = useIsTight();
  const notOk = deviceOrder.filter((device) => devices[device].level !== 'ok');
  // Where room is short, or something else matters more, only what does not work is named.
  const isShort = isTight || view.network === 'offline';
  const shown = isShort ? notOk : deviceOrder;
  return (
    <ul className="tags" aria-label={t('attract.labelWorks')}>
      {isShort && notOk.length === 0 && view.network === 'online' && (
        <li>
          <Tag kind="ok">{t('attract.labelAllWork')}</Tag>
        </li>
      )}
      {shown.map((device) => (
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
