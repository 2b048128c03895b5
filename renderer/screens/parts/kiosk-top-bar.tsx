import { useEffect, useState } from 'react';
import { localMinuteOf } from '#contracts/basics/clock.ts';
import { useLanguage, useTexts } from '../../strings/use-texts.ts';
import { Button } from '../../ui/button/button.tsx';
import type { IconName } from '../../ui/icon/icon.tsx';
import { TopBar } from '../../ui/top-bar/top-bar.tsx';
import { useKiosk } from './kiosk-context.ts';

/** Place, time and network, and the switches that every screen has: language, text size, contrast. They keep all data. */
export function KioskTopBar() {
  const t = useTexts();
  const language = useLanguage();
  const { view } = useKiosk();
  return (
    <TopBar
      place={t('common:top.labelPlace', { site: view.terminal.siteName[language] })}
      time={useClockText()}
      network={{
        state: view.network,
        label: view.network === 'online' ? t('common:top.labelOnline') : t('common:top.labelOffline'),
      }}
      extra={<Switches kind="plain" />}
    />
  );
}

export interface SwitchesProps {
  /** `plain` in the top bar, `tool` in the attract screen's action bar. */
  readonly kind: 'plain' | 'tool';
}

/** Language, text size and contrast: each names what a press leads to. */
export function Switches({ kind }: SwitchesProps) {
  const t = useTexts();
  const language = useLanguage();
  const { view, intend } = useKiosk();
  const isElder = view.settings.textSize === 'elder';
  const isHigh = view.settings.contrast === 'high';
  const other = language === 'en' ? 'zh-CN' : 'en';
  const icon = (name: IconName): IconName | undefined => (kind === 'tool' ? name : undefined);
  return (
    <>
      <Button kind={kind} icon={icon('language')} onPress={() => intend({ type: 'setLanguage', language: other })}>
        <span lang={other}>{t('common:top.buttonOtherLanguage')}</span>
      </Button>
      <Button
        kind={kind}
        icon={icon('elder')}
        onPress={() => intend({ type: 'setTextSize', textSize: isElder ? 'standard' : 'elder' })}
        spoken={isElder ? t('common:top.spokenStandardText') : t('common:top.spokenElder')}
      >
        {isElder ? t('common:top.buttonStandardText') : t('common:top.buttonElder')}
      </Button>
      <Button
        kind={kind}
        icon={icon('contrast')}
        onPress={() => intend({ type: 'setContrast', contrast: isHigh ? 'standard' : 'high' })}
        spoken={isHigh ? t('common:top.spokenStandardContrast') : t('common:top.spokenHighContrast')}
      >
        {isHigh ? t('common:top.buttonStandardContrast') : t('common:top.buttonHighContrast')}
      </Button>
    </>
  );
}

const delays = { tickMs: 5_000 };

/** The host's clock, `14:26`, carried on between two views by the page's own. */
function useClockText(): string {
  const { view, viewAtMs } = useKiosk();
  const [elapsedMs, setElapsedMs] = useState(0);
  useEffect(() => {
    const tick = (): void => setElapsedMs(performance.now() - viewAtMs);
    tick();
    const timer = setInterval(tick, delays.tickMs);
    return () => clearInterval(timer);
  }, [viewAtMs]);
  return localMinuteOf(view.now + Math.max(0, elapsedMs)).slice(11);
}
