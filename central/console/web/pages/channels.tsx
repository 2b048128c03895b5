import type { ChannelLine } from '#contracts/console/operations.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { useLoaded } from '../api.tsx';
import { percentOf, shortMinuteOf, useNumber } from '../format.tsx';
import { Plain } from '../controls.tsx';
import { Bars, DataTable } from '../figures.tsx';
import { Empty, Page, Panel, Show } from '../parts.tsx';
import { useSay, useWord } from '../strings.tsx';

/** 渠道: what was sent, what arrived, and what the providers said last when it did not. */
export function ChannelsPage() {
  const say = useSay();
  const channels = useLoaded('channels.read');
  return (
    <Page
      title={say('channels.title')}
      aside={
        <Plain icon="refresh" onPress={channels.reload}>
          {say('state.buttonReload')}
        </Plain>
      }
    >
      <Show of={channels}>
        {({ channels: list }) =>
          list.length === 0 ? (
            <Empty>{say('channels.empty')}</Empty>
          ) : (
            <div className="cards">
              {list.map((line) => (
                <Channel key={`${line.channel} ${line.provider}`} line={line} />
              ))}
            </div>
          )
        }
      </Show>
    </Page>
  );
}

function Channel({ line }: { readonly line: ChannelLine }) {
  const say = useSay();
  const word = useWord();
  const number = useNumber();
  const settled = line.delivered + line.failed + line.refused;
  // Nobody reports what lies at our own terminals and desks.
  const isOurs = line.channel === 'kiosk' || line.channel === 'staff';
  const bad = line.failed + line.refused;
  const state = line.total === 0 ? 'quiet' : settled > 0 && bad / settled > 0.2 ? 'bad' : 'good';
  return (
    <Panel
      title={word('channel', line.channel)}
      aside={<Tag kind={state === 'good' ? 'ok' : state === 'bad' ? 'stop' : 'plain'}>{word('channelState', state)}</Tag>}
    >
      <p className="soft">
        {line.provider === '' ? say('channels.noProvider') : say('channels.provider', { name: line.provider })}
        {line.lastAt !== undefined && ` · ${say('channels.last', { at: shortMinuteOf(line.lastAt) })}`}
      </p>
      <Bars
        most={line.total}
        bars={[
          { label: say('channels.total'), value: line.total, note: number(line.total) },
          ...(isOurs
            ? []
            : ([
                {
                  label: say('channels.delivered'),
                  value: line.delivered,
                  note: `${number(line.delivered)}${settled > 0 ? ` · ${percentOf(line.delivered / settled)}` : ''}`,
                  kind: 'pine',
                },
                { label: say('channels.waiting'), value: line.waiting, note: number(line.waiting) },
                { label: say('channels.bad'), value: bad, note: number(bad), kind: 'roof' },
              ] as const)),
        ]}
      />
      {line.errors.length > 0 && (
        <DataTable
          label={say('channels.errors', { channel: word('channel', line.channel) })}
          rows={line.errors}
          keyOf={({ code }) => code}
          empty={say('list.none')}
          columns={[
            { key: 'code', title: say('channels.columnCode'), cell: ({ code }) => word('channelError', code) },
            { key: 'count', title: say('channels.columnCount'), isNumber: true, cell: ({ count }) => number(count) },
            { key: 'at', title: say('list.when'), cell: ({ lastAt }) => shortMinuteOf(lastAt) },
          ]}
        />
      )}
    </Panel>
  );
}
