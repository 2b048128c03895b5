import type { SourceLine } from '#contracts/console/operations.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import type { TagKind } from '#renderer/ui/tag/tag.tsx';
import { useLoaded } from '../api.tsx';
import { minuteOf, useNumber } from '../format.tsx';
import { Plain } from '../controls.tsx';
import { DataTable } from '../figures.tsx';
import { Page, Panel, Show } from '../parts.tsx';
import { useCodeWord } from '../session.tsx';
import { useSay, useWord } from '../strings.tsx';

const kinds: Readonly<Record<SourceLine['state'], TagKind>> = { ok: 'ok', down: 'stop', gap: 'wait', untrusted: 'stop' };

/** 数据来源: how far each has told its events, how fresh that is, and what is missing. */
export function SourcesPage() {
  const say = useSay();
  const word = useWord();
  const number = useNumber();
  const codeWord = useCodeWord();
  const sources = useLoaded('sources.read');
  return (
    <Page
      title={say('sources.title')}
      aside={
        <Plain icon="refresh" onPress={sources.reload}>
          {say('state.buttonReload')}
        </Plain>
      }
    >
      <Show of={sources}>
        {({ sources: list }) => (
          <Panel title={say('sources.titleList')} wide>
            <DataTable<SourceLine>
              label={say('sources.title')}
              rows={list}
              keyOf={({ source }) => source}
              empty={say('list.none')}
              columns={[
                {
                  key: 'source',
                  title: say('sources.columnSource'),
                  cell: ({ source }) => <span className="strong">{codeWord('sources', source)}</span>,
                },
                {
                  key: 'state',
                  title: say('sources.columnState'),
                  cell: ({ state, detail }) => (
                    <>
                      <Tag kind={kinds[state]}>{word('sourceState', state)}</Tag>
                      {detail !== '' && <small>{word('sourceDetail', detail)}</small>}
                    </>
                  ),
                },
                { key: 'cursor', title: say('sources.columnCursor'), isNumber: true, cell: ({ cursor }) => number(cursor) },
                {
                  key: 'fresh',
                  title: say('sources.columnFresh'),
                  cell: ({ freshAt, polledAt }) => (
                    <>
                      {freshAt === undefined ? say('list.none') : minuteOf(freshAt)}
                      <small>{polledAt === undefined ? '' : say('sources.polled', { at: minuteOf(polledAt) })}</small>
                    </>
                  ),
                },
                {
                  key: 'received',
                  title: say('sources.columnReceived'),
                  isNumber: true,
                  cell: ({ received }) => number(received),
                },
                { key: 'waiting', title: say('sources.columnWaiting'), isNumber: true, cell: ({ waiting }) => number(waiting) },
                { key: 'aside', title: say('sources.columnAside'), isNumber: true, cell: ({ aside }) => number(aside) },
              ]}
            />
          </Panel>
        )}
      </Show>
    </Page>
  );
}
