import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './timeline.css';

/** `done` is over · `now` is being done · `next` is promised · `stop` went wrong. */
type TimelineState = 'done' | 'now' | 'next' | 'stop';

export interface TimelineEntry {
  /** As it is read: 今天 14:26, 预计 11-24. */
  readonly at: string;
  readonly what: string;
  readonly state: TimelineState;
}

export interface TimelineProps {
  readonly entries: readonly TimelineEntry[];
}

const signs: Readonly<Partial<Record<TimelineState, IconName>>> = { done: 'check', now: 'arrow-right', stop: 'cross' };

/** What happened, what is happening and what is promised, oldest first. */
export function Timeline({ entries }: TimelineProps) {
  return (
    <ol className="ui-timeline">
      {entries.map((entry, index) => (
        <Entry entry={entry} key={index} />
      ))}
    </ol>
  );
}

function Entry({ entry }: { readonly entry: TimelineEntry }) {
  const sign = signs[entry.state];
  return (
    <li
      className={`ui-timeline-entry ui-timeline-${entry.state}`}
      {...(entry.state === 'now' ? { 'aria-current': 'step' as const } : {})}
    >
      <span className="ui-timeline-dot">{sign && <Icon name={sign} />}</span>
      <span className="ui-timeline-at">{entry.at}</span>
      <span className="ui-timeline-what">{entry.what}</span>
    </li>
  );
}
