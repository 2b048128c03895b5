import { errorCodes, type ErrorCode } from '#contracts/basics/error-codes.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { CardHint } from '../../ui/card-hint/card-hint.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { Busy } from '../parts/busy.tsx';
import { FaultCard } from '../parts/fault-summary.tsx';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S3: waiting for the card, reading it, or telling why it could not be read. */
export function IdentifyScreen({ screen }: ScreenProps<'identify'>) {
  switch (screen.state) {
    case 'waiting':
      return <Place />;
    case 'reading':
      return <Reading />;
    case 'failed':
      return <Failed code={screen.code ?? 'IDR-010'} />;
  }
}

function Place() {
  const t = useTexts();
  return (
    <ScreenFrame title={t('identify.titleWaiting')} lead={t('identify.leadWaiting')} isSparse>
      <div className="picture">
        <CardHint label={t('identify.labelHint')} />
      </div>
      <Card title={t('identify.titleCards')}>
        <ul className="tags">
          {(['identify.labelResident', 'identify.labelPermit', 'identify.labelForeigner'] as const).map((key) => (
            <li key={key}>
              <Tag kind="plain">{t(key)}</Tag>
            </li>
          ))}
        </ul>
        <p className="note spaced">{t('identify.noteNoCard')}</p>
      </Card>
      <p className="note centred">{t('identify.notePrivacy')}</p>
    </ScreenFrame>
  );
}

function Reading() {
  const t = useTexts();
  return (
    <ScreenFrame title={t('identify.titleReading')} lead={t('identify.leadReading')} isSparse>
      <div className="picture">
        <CardHint label={t('identify.labelHint')} />
      </div>
      <Busy label={t('identify.labelReading')} />
      <p className="note centred">{t('identify.notePrivacy')}</p>
    </ScreenFrame>
  );
}

function Failed({ code }: { readonly code: ErrorCode }) {
  const t = useTexts();
  return (
    <ScreenFrame
      title={t('identify.titleFailed')}
      primary={<NextButton intent={{ type: 'retry' }}>{t('common:bar.buttonRetry')}</NextButton>}
    >
      <FaultCard code={code} />
      {errorCodes[code].help === 'self' && (
        <div className="picture">
          <CardHint label={t('identify.labelHint')} />
        </div>
      )}
    </ScreenFrame>
  );
}
