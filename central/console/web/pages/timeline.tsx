import type { CaseView } from '#contracts/console/tracking.ts';
import { Icon } from '#renderer/ui/icon/icon.tsx';
import { shortMinuteOf } from '../format.tsx';
import { useCodeWord } from '../session.tsx';
import { useLocal, useWord } from '../strings.tsx';

/** What happened around a case, oldest first, each with who or what did it. */
export function Events({ lines }: { readonly lines: CaseView['timeline'] }) {
  const local = useLocal();
  const word = useWord();
  const codeWord = useCodeWord();
  const by = (text: string): string => {
    const [kind = '', name = ''] = text.split(':', 2);
    if (kind === 'source') return codeWord('sources', name);
    return name === '' ? word('by', kind) : `${word('by', kind)} ${name}`;
  };
  return (
    <ol className="events">
      {lines.map((line, index) => (
        <li key={index} className={line.state === 'stop' ? 'event event-stop' : 'event'}>
          <span className="event-sign">
            <Icon name={line.state === 'stop' ? 'cross' : 'check'} />
          </span>
          <time dateTime={line.at}>{shortMinuteOf(line.at)}</time>
          <span>
            {local(line.what)}
            <small>{by(line.by)}</small>
          </span>
        </li>
      ))}
    </ol>
  );
}
