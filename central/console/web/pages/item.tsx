import { useState } from 'react';
import { Tab, TabList, TabPanel, Tabs } from 'react-aria-components/Tabs';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { ItemView } from '#contracts/console/items.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { call, useLoaded } from '../api.tsx';
import { minuteOf } from '../format.tsx';
import { Danger, Main, Plain, Text } from '../controls.tsx';
import { DataTable, Facts } from '../figures.tsx';
import { Ask, Page, Panel, Refused, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useCodeWord, useMay, useSession } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { BackTests } from './back-test.tsx';
import { FormPreview } from './form-preview.tsx';
import { stateKinds } from './items.tsx';
import { ProcessDrawing } from './process-drawing.tsx';
import { TableEditor } from './table-editor.tsx';

const tabs = ['about', 'table', 'form', 'process', 'test'] as const;

/** One version of an item: everything that it is, and the next step of its life. */
export function ItemPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const name = { id: (params['id'] ?? '') as never, version: Number(params['version']) };
  const found = useLoaded('items.read', { params: name });
  return (
    <Page
      title={found.value ? local(found.value.title) : say('items.title')}
      aside={
        <>
          <span className="chip">{say('rules.version', { n: name.version })}</span>
          {found.value && <Tag kind={stateKinds[found.value.state]}>{word('versionState', found.value.state)}</Tag>}
          <Link to="/items">{say('item.linkBack')}</Link>
        </>
      }
    >
      <Show of={found}>
        {(view) => (
          <>
            <Life view={view} onDone={found.reload} />
            <Tabs className="tabs">
              <TabList aria-label={say('item.tabs')} className="tab-list">
                {tabs.map((tab) => (
                  <Tab key={tab} id={tab} className="tab">
                    {word('itemTab', tab)}
                  </Tab>
                ))}
              </TabList>
              <TabPanel id="about" className="tab-panel">
                <About view={view} />
                <Suspensions view={view} onDone={found.reload} />
              </TabPanel>
              <TabPanel id="table" className="tab-panel">
                <TableEditor view={view} />
              </TabPanel>
              <TabPanel id="form" className="tab-panel">
                <FormPreview item={view.item} />
              </TabPanel>
              <TabPanel id="process" className="tab-panel">
                <ProcessDrawing view={view} />
              </TabPanel>
              <TabPanel id="test" className="tab-panel">
                <BackTests view={view} onDone={found.reload} />
              </TabPanel>
            </Tabs>
          </>
        )}
      </Show>
    </Page>
  );
}

/** draft → tested → approved → live → retired: what may be done next, and by whom. */
function Life({ view, onDone }: { readonly view: ItemView; readonly onDone: () => void }) {
  const say = useSay();
  const word = useWord();
  const may = useMay();
  const { subject } = useSession();
  const [asking, setAsking] = useState<'approve' | 'publish' | 'retire'>();
  const [from, setFrom] = useState('');
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const params = { id: view.id as never, version: view.version };
  const isOwn = view.author === subject;
  const canApprove = view.state === 'tested' && may('items.approve');
  const canPublish = view.state === 'approved' && may('items.publish');
  const canRetire = (view.state === 'live' || view.state === 'approved') && may('items.retire');
  const done = async (): Promise<ConsoleRefusal | undefined> => {
    const moved =
      asking === 'approve'
        ? await call('items.approve', { params })
        : asking === 'retire'
          ? await call('items.retire', { params })
          : await call('items.publish', { params, body: from === '' ? {} : { from } });
    if (!moved.ok) return moved.error;
    onDone();
    return undefined;
  };
  const save = async (): Promise<void> => {
    const exported = await call('items.export', { params });
    if (!exported.ok) return setRefusal(exported.error);
    for (const [name, text] of Object.entries(exported.value)) download(`${view.id}-${view.version}-${name}`, text);
  };
  return (
    <div className="life">
      <span>
        {say(view.approver === undefined ? 'item.written' : 'item.approved', {
          author: word('author', view.author),
          approver: word('author', view.approver ?? ''),
        })}
      </span>
      {canApprove && isOwn && <span className="late">{say('item.ownVersion')}</span>}
      <span className="spread" />
      {refusal && <Refused refusal={refusal} />}
      <Plain onPress={() => void save()}>{say('item.buttonExport')}</Plain>
      {canApprove && !isOwn && <Main onPress={() => setAsking('approve')}>{word('itemMove', 'approve')}</Main>}
      {canPublish && <Main onPress={() => setAsking('publish')}>{word('itemMove', 'publish')}</Main>}
      {canRetire && <Danger onPress={() => setAsking('retire')}>{word('itemMove', 'retire')}</Danger>}
      {asking !== undefined && (
        <Ask
          title={word('itemMoveTitle', asking)}
          lead={word('itemMoveLead', asking)}
          confirm={word('itemMove', asking)}
          isDanger={asking === 'retire'}
          onClose={() => setAsking(undefined)}
          onConfirm={done}
        >
          {asking === 'publish' && <Text label={say('item.labelFrom')} value={from} onChange={setFrom} type="date" />}
        </Ask>
      )}
    </div>
  );
}

function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function About({ view: { item, backTest } }: { readonly view: ItemView }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const codeWord = useCodeWord();
  return (
    <div className="two-panes">
      <Panel title={say('item.titleAbout')}>
        <p>{local(item.summary)}</p>
        <Facts
          rows={[
            { label: say('item.labelType'), value: word('itemType', item.type) },
            {
              label: say('item.labelClasses'),
              value: item.partyClasses.map((code) => codeWord('partyClasses', code)).join(say('list.comma')),
            },
            { label: say('item.labelCertificate'), value: codeWord('certificateTypes', item.certificateType) },
            { label: say('item.labelDays'), value: say('item.days', { promised: item.promisedDays, legal: item.legalDays }) },
            { label: say('item.labelAuto'), value: say(item.autoDecide ? 'item.auto' : 'item.byStaff') },
            { label: say('item.labelHandover'), value: word('itemHandover', item.handover) },
            { label: say('item.labelLaw'), value: local(item.legalBasis) },
            ...(backTest ? [{ label: say('item.labelTested'), value: minuteOf(backTest.at) }] : []),
          ]}
        />
      </Panel>
      <Panel title={say('item.titleMaterials', { n: item.materials.filter(({ waived }) => waived).length })}>
        <DataTable
          label={say('item.labelMaterials')}
          rows={item.materials}
          keyOf={({ code }) => code}
          empty={say('item.emptyMaterials')}
          columns={[
            { key: 'title', title: say('item.columnMaterial'), cell: ({ code }) => codeWord('materials', code) },
            {
              key: 'waived',
              title: say('item.columnWaived'),
              cell: ({ waived }) => <Tag kind={waived ? 'ok' : 'wait'}>{say(waived ? 'item.waived' : 'item.asked')}</Tag>,
            },
            {
              key: 'source',
              title: say('item.columnSource'),
              cell: ({ source }) => (source === undefined ? say('list.none') : codeWord('sources', source)),
            },
          ]}
        />
      </Panel>
    </div>
  );
}

function Suspensions({ view, onDone }: { readonly view: ItemView; readonly onDone: () => void }) {
  const say = useSay();
  const local = useLocal();
  const may = useMay();
  const codeWord = useCodeWord();
  const [asking, setAsking] = useState<{ readonly district: string; readonly is: 'suspend' | 'resume' }>();
  const done = async (reason: string): Promise<ConsoleRefusal | undefined> => {
    if (!asking) return undefined;
    const params = { id: view.id as never, district: asking.district };
    const moved =
      asking.is === 'suspend'
        ? await call('items.suspend', { params, body: { reason } })
        : await call('items.resume', { params });
    if (!moved.ok) return moved.error;
    onDone();
    return undefined;
  };
  const suspensionOf = (district: string) => view.suspensions.find((one) => one.district === district);
  return (
    <Panel title={say('item.titlePlaces', { n: view.item.places.length })} wide>
      <DataTable
        label={say('item.labelPlaces')}
        rows={view.item.places}
        keyOf={({ district }) => district}
        empty={say('list.none')}
        columns={[
          { key: 'district', title: say('item.columnPlace'), cell: ({ district }) => codeWord('districts', district) },
          {
            key: 'agency',
            title: say('item.columnAgency'),
            cell: ({ agency, implementationCode }) => (
              <>
                {local(agency.name)}
                <small className="code">{implementationCode}</small>
              </>
            ),
          },
          {
            key: 'state',
            title: say('item.columnPlaceState'),
            cell: ({ district }) => {
              const suspension = suspensionOf(district);
              return suspension ? (
                <>
                  <Tag kind="stop">{say('item.suspended')}</Tag>
                  <small>{suspension.reason}</small>
                </>
              ) : (
                <Tag kind="ok">{say('item.offered')}</Tag>
              );
            },
          },
          {
            key: 'do',
            title: say('item.columnDo'),
            cell: ({ district }) => {
              const is = suspensionOf(district) ? 'resume' : 'suspend';
              if (view.state !== 'live' || !may('items.suspend', district)) return say('list.none');
              return (
                <Plain
                  label={say(is === 'suspend' ? 'item.labelSuspendIn' : 'item.labelResumeIn', {
                    district: codeWord('districts', district),
                  })}
                  onPress={() => setAsking({ district, is })}
                >
                  {say(is === 'suspend' ? 'item.buttonSuspend' : 'item.buttonResume')}
                </Plain>
              );
            },
          },
        ]}
      />
      {asking && (
        <Ask
          title={say(asking.is === 'suspend' ? 'item.titleSuspend' : 'item.titleResume')}
          lead={say(asking.is === 'suspend' ? 'item.leadSuspend' : 'item.leadResume')}
          {...(asking.is === 'suspend' && { label: say('dialog.labelReason') })}
          confirm={say(asking.is === 'suspend' ? 'item.buttonSuspend' : 'item.buttonResume')}
          onClose={() => setAsking(undefined)}
          onConfirm={done}
        />
      )}
    </Panel>
  );
}
