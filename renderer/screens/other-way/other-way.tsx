import { useTexts } from '../../strings/use-texts.ts';
import { Banner } from '../../ui/banner/banner.tsx';
import type { IconName } from '../../ui/icon/icon.tsx';
import { Tile } from '../../ui/tile/tile.tsx';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

const ways = {
  face: { icon: 'face', title: 'otherWay.titleFace', note: 'otherWay.noteFace' },
  sms: { icon: 'phone', title: 'otherWay.titleSms', note: 'otherWay.noteSms' },
  staff: { icon: 'staff', title: 'otherWay.titleStaff', note: 'otherWay.noteStaff' },
} as const satisfies Record<string, { icon: IconName; title: string; note: string }>;

/** Face is never the only way: what else there is, and why we are here. */
export function OtherWayScreen({ screen }: ScreenProps<'otherWay'>) {
  const t = useTexts();
  const { intend } = useKiosk();
  return (
    <ScreenFrame
      title={t('otherWay.title')}
      lead={t('otherWay.lead')}
      banner={
        screen.code && (
          <Banner kind="attention" title={t(`errors:${screen.code}.what`)}>
            <p>{t(`errors:${screen.code}.safety`)}</p>
          </Banner>
        )
      }
    >
      {screen.ways.map((way) => (
        <div className="way" key={way}>
          <Tile
            icon={ways[way].icon}
            title={t(ways[way].title)}
            note={t(ways[way].note)}
            onPress={() => intend({ type: 'chooseWay', way })}
          />
        </div>
      ))}
      {screen.ways.length === 0 && <p className="lead">{t('otherWay.noteNone')}</p>}
    </ScreenFrame>
  );
}
