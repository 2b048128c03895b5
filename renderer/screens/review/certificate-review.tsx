import { localMinuteOf } from '#contracts/basics/clock.ts';
import type { ContributionRow, ContributionStatement } from '#contracts/domain/contributions.ts';
import { useTexts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { DataRows } from '../../ui/data-rows/data-rows.tsx';
import { PaperPreview } from '../../ui/paper-preview/paper-preview.tsx';
import type { ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useIsTight } from '../parts/room.ts';
import { ScreenFrame } from '../parts/screen-frame.tsx';

type Props = ScreenProps<'review'> & { readonly statement: ContributionStatement };

/** What will be on the paper: of a certificate that does not exist yet, or of one that is printed again under its number. */
export function CertificateReview({ screen, statement }: Props) {
  const t = useTexts();
  const isTight = useIsTight();
  return (
    <ScreenFrame
      title={screen.certificateNumber === undefined ? t('review.titleCertificate') : t('review.titleReprint')}
      lead={t('review.leadCertificate')}
      primary={<NextButton intent={{ type: 'confirm' }}>{t('review.buttonPrint')}</NextButton>}
    >
      <PaperPreview label={t('review.labelPaper')}>
        <Paper screen={screen} statement={statement} />
      </PaperPreview>
      {isTight && <InLargeType rows={statement.rows} />}
    </ScreenFrame>
  );
}

function Paper({ screen, statement }: Props) {
  const t = useTexts();
  const valueOf = (name: string): string => screen.rows.find((row) => row.name === name)?.value ?? '';
  return (
    <article className="certificate">
      <h2>{t('review.paper.title')}</h2>
      <p>{t('review.paper.body', { name: valueOf('name'), number: valueOf('idNumber') })}</p>
      {statement.rows.length === 0 ? <p>{t('review.paper.noteEmpty')}</p> : <Contributions rows={statement.rows} />}
      <p className="certificate-source">
        {t('review.paper.noteSource', {
          system: statement.source.system,
          time: localMinuteOf(Date.parse(statement.source.at)),
        })}
      </p>
      <p className="certificate-source">
        {screen.certificateNumber === undefined
          ? t('review.paper.noteNumber')
          : t('review.paper.noteSameNumber', { number: screen.certificateNumber })}
      </p>
    </article>
  );
}

const schemes = {
  pension: 'review.scheme.labelPension',
  unemployment: 'review.scheme.labelUnemployment',
  workInjury: 'review.scheme.labelWorkInjury',
  medical: 'review.scheme.labelMedical',
  maternity: 'review.scheme.labelMaternity',
} as const satisfies Record<ContributionRow['scheme'], string>;

const statuses = {
  active: 'review.status.labelActive',
  paused: 'review.status.labelPaused',
  ended: 'review.status.labelEnded',
} as const satisfies Record<ContributionRow['status'], string>;

/** What the picture of the sheet shows too small for some eyes, or on a low panel. */
function InLargeType({ rows }: { readonly rows: readonly ContributionRow[] }) {
  const t = useTexts();
  return (
    <Card>
      <DataRows
        rows={rows.map((row) => ({
          name: `${row.scheme} ${row.from}`,
          label: t(schemes[row.scheme]),
          value: t('review.paper.notePeriod', { from: row.from, to: row.to }),
          note: t('review.paper.noteMonths', { count: row.months, status: t(statuses[row.status]) }),
        }))}
      />
    </Card>
  );
}

function Contributions({ rows }: { readonly rows: readonly ContributionRow[] }) {
  const t = useTexts();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('review.paper.labelScheme')}</th>
          <th scope="col">{t('review.paper.labelPeriod')}</th>
          <th scope="col">{t('review.paper.labelMonths')}</th>
          <th scope="col">{t('review.paper.labelStatus')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={`${row.scheme} ${row.from}`}>
            <td>{t(schemes[row.scheme])}</td>
            <td>{t('review.paper.notePeriod', { from: row.from, to: row.to })}</td>
            <td>{row.months}</td>
            <td>{t(statuses[row.status])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
