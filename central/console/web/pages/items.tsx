import { useState } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { ItemListLine } from '#contracts/console/items.ts';
import { versionState } from '#contracts/console/items.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import type { TagKind } from '#renderer/ui/tag/tag.tsx';
import { call, useLoaded } from '../api.tsx';
import { shortDayOf, shortMinuteOf } from '../format.tsx';
import { Choice, More, Plain, Text } from '../controls.tsx';
import { DataTable } from '../figures.tsx';
import { Page, Panel, Refused, Show } from '../parts.tsx';
import { go, Link } from '../router.tsx';
import { useCodeWord, useMay } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';

export const stateKinds: Readonly<Record<ItemListLine['state'], TagKind>> = {
  draft: 'plain',
  tested: 'plain',
  approved: 'wait',
  live: 'ok',
  retired: 'stop',
};
const perPage = 12;

/** C10 流程配置: items with their versions and what state each is in. */
export function ItemsPage() {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const may = useMay();
  const codeWord = useCodeWord();
  const items = useLoaded('items.list');
  const [wanted, setWanted] = useState('');
  const [state, setState] = useState('any');
  const [from, setFrom] = useState(0);
  return (
    <Page title={say('items.title')}>
      <div className="filters">
        <Text
          label={say('items.labelFind')}
          value={wanted}
          onChange={(value) => {
            setWanted(value);
            setFrom(0);
          }}
          type="search"
        />
        <Choice
          label={say('items.labelState')}
          value={state}
          onChange={(value) => {
            setState(value);
            setFrom(0);
          }}
          options={[
            { id: 'any', text: say('list.any') },
            ...versionState.options.map((id) => ({ id, text: word('versionState', id) })),
          ]}
        />
      </div>
      {may('items.draft') && <Upload />}
      <Show of={items}>
        {({ items: list }) => {
          const fits = list.filter(
            (item) =>
              (state === 'any' || item.state === state) &&
              (wanted === '' || `${local(item.title)} ${item.id}`.toLowerCase().includes(wanted.toLowerCase())),
          );
          const next = from + perPage < fits.length ? String(from + perPage) : undefined;
          return (
            <Panel title={say('items.titleList', { n: fits.length })} wide>
              <DataTable<ItemListLine>
                label={say('items.title')}
                rows={fits.slice(from, from + perPage)}
                keyOf={({ id, version }) => `${id}@${version}`}
                empty={say('items.empty')}
                columns={[
                  {
                    key: 'item',
                    title: say('items.columnItem'),
                    cell: ({ id, version, title, trial }) => (
                      <>
                        <Link to={`/items/${id}/${version}`}>{local(title)}</Link>
                        <small>{trial ? say('items.trial') : id}</small>
                      </>
                    ),
                  },
                  { key: 'version', title: say('items.columnVersion'), isNumber: true, cell: ({ version }) => version },
                  {
                    key: 'state',
                    title: say('items.columnState'),
                    cell: (row) => <Tag kind={stateKinds[row.state]}>{word('versionState', row.state)}</Tag>,
                  },
                  {
                    key: 'people',
                    title: say('items.columnPeople'),
                    cell: ({ author, approver }) => (
                      <>
                        {word('author', author)}
                        <small>
                          {approver === undefined
                            ? say('items.noApprover')
                            : say('items.approver', { name: word('author', approver) })}
                        </small>
                      </>
                    ),
                  },
                  {
                    key: 'from',
                    title: say('items.columnFrom'),
                    cell: ({ effectiveFrom, changedAt }) => (
                      <>
                        {effectiveFrom === undefined ? say('list.none') : shortDayOf(effectiveFrom)}
                        <small>{say('items.changed', { at: shortMinuteOf(changedAt) })}</small>
                      </>
                    ),
                  },
                  {
                    key: 'suspended',
                    title: say('items.columnSuspended'),
                    cell: ({ suspended }) =>
                      suspended.length === 0
                        ? say('list.none')
                        : suspended.map((code) => codeWord('districts', code)).join(say('list.comma')),
                  },
                ]}
              />
              <More next={next} isFirst={from === 0} onFirst={() => setFrom(0)} onNext={(cursor) => setFrom(Number(cursor))} />
            </Panel>
          );
        }}
      </Show>
    </Page>
  );
}

const fileNames = ['item.json', 'decision.dmn', 'process.bpmn'] as const;

/** A draft comes as files; everything that is wrong with them is said at once. */
function Upload() {
  const say = useSay();
  const [files, setFiles] = useState<Partial<Record<(typeof fileNames)[number], string>>>({});
  const [names, setNames] = useState<readonly string[]>([]);
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const [isGood, setGood] = useState(false);
  const choose = async (chosen: FileList | null): Promise<void> => {
    const read: typeof files = {};
    for (const file of chosen ?? []) {
      const name = fileNames.find((known) => known.slice(known.lastIndexOf('.')) === file.name.slice(file.name.lastIndexOf('.')));
      if (name) read[name] = await file.text();
    }
    setFiles(read);
    setNames([...(chosen ?? [])].map(({ name }) => name));
    setRefusal(undefined);
    setGood(false);
  };
  const check = async (): Promise<void> => {
    const checked = await call('items.validate', { body: files });
    setRefusal(checked.ok ? undefined : checked.error);
    setGood(checked.ok);
  };
  const keep = async (): Promise<void> => {
    const kept = await call('items.draft', { body: files });
    if (kept.ok) go(`/items/${kept.value.id}/${kept.value.version}`);
    else setRefusal(kept.error);
  };
  return (
    <Panel title={say('upload.title')} wide>
      <p>{say('upload.lead')}</p>
      <div className="row">
        <label className="button file">
          {say('upload.buttonChoose')}
          <input type="file" multiple accept=".json,.dmn,.bpmn" onChange={(event) => void choose(event.target.files)} />
        </label>
        <span>{names.length === 0 ? say('upload.none') : names.join(say('list.comma'))}</span>
        <Plain isDisabled={names.length === 0} onPress={() => void check()}>
          {say('upload.buttonCheck')}
        </Plain>
        <Plain isDisabled={names.length === 0} onPress={() => void keep()}>
          {say('upload.buttonKeep')}
        </Plain>
      </div>
      {isGood && <Banner kind="ok" title={say('upload.good')} />}
      {refusal && <Refused refusal={refusal} />}
    </Panel>
  );
}
