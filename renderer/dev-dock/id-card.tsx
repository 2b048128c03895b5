import type { DockPerson } from '#contracts/dev-dock/state.ts';
import { useDock } from './dock-context.ts';
import { fill, type DockTexts } from './texts.ts';
import './id-card.css';
import { Picture } from './picture.tsx';

/** A drawn card with what its chip says. It is like no real card on purpose, and says that it is synthetic. */
export function IdCardPicture({ person }: { readonly person: DockPerson }) {
  const { texts } = useDock();
  const { fields, layout, face } = person;
  return (
    <article className={`dock-card dock-card-${layout}`} aria-label={texts.people.layout[layout]}>
      <header className="dock-card-head">
        <span>{texts.people.layout[layout]}</span>
        <em>{texts.people.noteSynthetic}</em>
      </header>
      <dl className="dock-card-fields">
        {rowsOf(person, texts).map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="dock-card-photo">
        <Picture src={`./photo/${face}.png`} alt={fill(texts.card.notePhoto, { name: fields.name })} />
      </div>
      <p className="dock-card-number">
        <span>{texts.card.labelNumber}</span>
        <b>{fields.number}</b>
      </p>
    </article>
  );
}

/** Label and value of what this layout has, in the order of the card. */
function rowsOf({ fields }: DockPerson, { card }: DockTexts): readonly (readonly [string, string])[] {
  const ethnic = fields.ethnicCode && (card.ethnic as Readonly<Record<string, string>>)[fields.ethnicCode];
  const rows: readonly (readonly [string, string | undefined])[] = [
    [card.labelName, fields.name],
    [card.labelEnglishName, fields.englishName],
    [card.labelSex, [card.sex[fields.sex], ethnic].filter(Boolean).join(' · ')],
    [card.labelNationality, fields.nationality],
    [card.labelBirth, dayOf(fields.birth)],
    [card.labelAddress, fields.address],
    [card.labelPass, fields.passNumber],
    [card.labelIssuer, fields.issuer],
    [card.labelValid, `${dayOf(fields.validFrom)} – ${dayOf(fields.validTo)}`],
  ];
  return rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
}

/** `19680312` as 1968.03.12; `长期` stays. */
function dayOf(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1.$2.$3');
}
