import type { IconName } from '../../ui/icon/icon.tsx';
import { localDateOf } from '#contracts/basics/clock.ts';
import type { ItemView, ScreenOf } from '#contracts/ipc/view.ts';
import { useLanguage, useTexts, type Texts } from '../../strings/use-texts.ts';
import { Card } from '../../ui/card/card.tsx';
import { Tag } from '../../ui/tag/tag.tsx';
import { Tile } from '../../ui/tile/tile.tsx';
import { CaseRow } from '../parts/case-row.tsx';
import { CasesFromNote } from '../parts/cases-from-note.tsx';
import { dayText } from '../parts/format.ts';
import { useKiosk, type ScreenProps } from '../parts/kiosk-context.ts';
import { NextButton } from '../parts/next-button.tsx';
import { useOfflineBanner } from '../parts/offline-banner.tsx';
import { ScreenFrame } from '../parts/screen-frame.tsx';

/** S4 我的首页: what this person can do here, and how their cases stand. */
export function HomeScreen({ screen }: ScreenProps<'home'>) {
  const t = useTexts();
  const { view } = useKiosk();
  const person = view.session?.person;
  return (
    <ScreenFrame
      title={person ? t('home.title', { name: person.nameMasked }) : t('home.titleNoName')}
      lead={person && t('home.leadVerified', { number: person.numberMasked })}
      banner={useOfflineBanner()}
      tools={['help', 'leave']}
      primary={
        <NextButton kind="quiet" intent={{ type: 'openProgress' }}>
          {t('home.buttonProgress')}
        </NextButton>
      }
    >
      {screen.proposals.map((proposal) => (
        <ProposalTile key={proposal.id} proposal={proposal} />
      ))}
      {screen.items.map((item) => (
        <ItemTile key={item.id} item={item} />
      ))}
      <Card title={t('home.titleCases')}>
        <CasesFromNote from={screen.casesFrom} />
        {screen.cases.length === 0 && screen.casesFrom === 'centre' && <p className="note">{t('home.noteNoCases')}</p>}
        {screen.cases.map((summary) => (
          <CaseRow key={summary.caseNumber} summary={summary} heading="h3" />
        ))}
      </Card>
    </ScreenFrame>
  );
}

/** What the centre has prepared comes before anything that has to be looked for. */
function ProposalTile({ proposal }: { readonly proposal: ScreenOf<'home'>['proposals'][number] }) {
  const t = useTexts();
  const language = useLanguage();
  const { intend, view } = useKiosk();
  return (
    <Tile
      title={proposal.title[language]}
      note={proposal.why[language]}
      icon="shield"
      tag={<Tag kind="wait">{t('home.tagDue', { date: dayText(proposal.dueOn, language, localDateOf(view.now)) })}</Tag>}
      onPress={() => intend({ type: 'openProposal', proposal: proposal.id })}
    />
  );
}

function ItemTile({ item }: { readonly item: ItemView }) {
  const t = useTexts();
  const language = useLanguage();
  const { intend } = useKiosk();
  return (
    <Tile
      title={item.title[language]}
      note={item.unavailable ? t(`errors:${item.unavailable}.what`) : item.summary[language]}
      icon={itemIcon(item)}
      tag={<ItemTag item={item} t={t} />}
      isDisabled={item.unavailable !== undefined}
      onPress={() => intend({ type: 'openItem', itemId: item.id })}
    />
  );
}

function ItemTag({ item, t }: { readonly item: ItemView; readonly t: Texts }) {
  if (item.unavailable) return <Tag kind="stop">{t(`errors:${item.unavailable}.action`)}</Tag>;
  const tag = item.workingDays === 0 ? t('home.tagAtOnce') : t('home.tagDays', { count: item.workingDays });
  return (
    <span className="tags">
      <Tag kind="ok">{tag}</Tag>
      <Tag kind="plain">{t('home.noteMinutes', { count: item.minutes })}</Tag>
      <Tag kind="plain">{item.offline === 'offlineAccept' ? t('home.tagOffline') : t('home.tagOnline')}</Tag>
    </span>
  );
}

const icons: Readonly<Record<ItemView['icon'], IconName>> = {
  document: 'document',
  printer: 'printer',
  person: 'person',
  shield: 'shield',
  house: 'house',
  coin: 'coin',
};

function itemIcon(item: ItemView): IconName {
  return icons[item.icon];
}
