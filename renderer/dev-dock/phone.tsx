import type { PhoneMessage } from '#contracts/dev-dock/state.ts';
import { Card } from '../ui/card/card.tsx';
import { Icon } from '../ui/icon/icon.tsx';
import { useDock } from './dock-context.ts';
import './phone.css';
import { fill, type DockTexts } from './texts.ts';
import { timeOf } from './time.ts';

/** Every text message that was sent, as the person's phone shows it; newest first. */
export function Phone() {
  const { state, texts, language } = useDock();
  return (
    <Card title={texts.phone.titlePhone} aside={<Icon name="phone" />}>
      {state.messages.length === 0 ? (
        <p className="dock-note">{texts.phone.noteEmpty}</p>
      ) : (
        <ol className="dock-phone">
          {state.messages.toReversed().map((message) => (
            <li key={message.key} className="dock-message">
              <p>{wordsOf(message, texts.phone)}</p>
              <small>
                {fill(texts.phone.noteTo, { phone: message.phone })}
                <time dateTime={message.at}>{timeOf(Date.parse(message.at), language)}</time>
              </small>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}

/** The approved text with its parameters; of a text that the dock does not know, the parameters alone. */
function wordsOf({ template, params }: PhoneMessage, words: DockTexts['phone']): string {
  const known = (words.templates as Readonly<Record<string, string>>)[template];
  return known === undefined ? fill(words.noteOther, { text: Object.values(params).join(' ') }) : fill(known, params);
}
