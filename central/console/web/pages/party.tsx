import { useState } from 'react';
import type { PartyView, Revealed } from '#contracts/console/parties.ts';
import { purposes } from '#contracts/console/parties.ts';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import type { TagKind } from '#renderer/ui/tag/tag.tsx';
import { call, useLoaded } from '../api.tsx';
import { minuteOf, shortMinuteOf } from '../format.tsx';
import { Choice, Plain } from '../controls.tsx';
import { DataTable, Facts } from '../figures.tsx';
import { Ask, Page, Panel, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useCodeWord, useMay } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { CaseTable } from './case-list.tsx';

const certificateKinds: Readonly<Record<string, TagKind>> = {
  valid: 'ok',
  superseded: 'plain',
  expired: 'wait',
  revoked: 'stop',
};

/** One party: its record with where it is from, who acts for it, how it is reached, what it holds. Personal values masked. */
export function PartyPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const say = useSay();
  const found = useLoaded('parties.read', { params: { key: params['key'] ?? '' } });
  return (
    <Page title={found.value?.name || say('parties.title')} aside={<Link to="/parties">{say('party.linkBack')}</Link>}>
      <Show of={found}>
        {(party) => (
          <>
            <div className="two-panes">
              <Register party={party} />
              <People party={party} />
            </div>
            <Certificates party={party} />
            <Panel title={say('party.titleCases')} wide>
              <CaseTable rows={party.cases} />
            </Panel>
          </>
        )}
      </Show>
    </Page>
  );
}

function Register({ party }: { readonly party: PartyView }) {
  const say = useSay();
  const word = useWord();
  const codeWord = useCodeWord();
  return (
    <Panel
      title={say('party.titleRegister')}
      aside={<Tag kind={party.status === 'normal' ? 'ok' : 'stop'}>{word('partyStatus', party.status)}</Tag>}
    >
      <Facts
        rows={[
          ...(party.uscc === undefined ? [] : [{ label: say('party.labelCode'), value: <code>{party.uscc}</code> }]),
          { label: say('party.labelClass'), value: codeWord('partyClasses', party.partyClass) },
          { label: say('party.labelPlace'), value: codeWord('districts', party.district) },
          ...party.facts.map(({ name, value }) => ({ label: word('partyFact', name), value })),
          {
            label: say('party.labelSource'),
            value: say('party.source', {
              source: codeWord('sources', party.source),
              at: minuteOf(party.sourceAt),
              version: party.recordVersion,
            }),
          },
        ]}
      />
    </Panel>
  );
}

function People({ party }: { readonly party: PartyView }) {
  const say = useSay();
  const word = useWord();
  const may = useMay();
  const [isAsking, setAsking] = useState(false);
  const [purpose, setPurpose] = useState<string>(purposes[0]);
  const [whole, setWhole] = useState<Revealed>();
  const reveal = async (note: string): Promise<ConsoleRefusal | undefined> => {
    const shown = await call('parties.reveal', {
      params: { key: party.key },
      body: { purpose: purposes.find((one) => one === purpose) ?? 'contact', note },
    });
    if (!shown.ok) return shown.error;
    setWhole(shown.value);
    return undefined;
  };
  const agents = whole?.agents ?? party.agents;
  const contacts = party.contacts.map((contact, index) => ({
    ...contact,
    address: whole?.contacts[index]?.address ?? contact.address,
  }));
  return (
    <Panel
      title={say('party.titlePeople')}
      aside={
        may('parties.reveal') &&
        (whole ? (
          <Plain onPress={() => setWhole(undefined)}>{say('party.buttonHide')}</Plain>
        ) : (
          <Plain onPress={() => setAsking(true)}>{say('party.buttonReveal')}</Plain>
        ))
      }
    >
      <Facts
        rows={agents.map(({ role, name, idNumber }) => ({ label: word('agentRole', role), value: `${name}  ${idNumber}` }))}
      />
      <h3>{say('party.titleContacts')}</h3>
      <DataTable
        label={say('party.titleContacts')}
        rows={contacts}
        keyOf={({ channel, address }) => `${channel} ${address}`}
        empty={say('party.emptyContacts')}
        columns={[
          { key: 'channel', title: say('party.columnChannel'), cell: ({ channel }) => word('channel', channel) },
          { key: 'address', title: say('party.columnAddress'), cell: ({ address }) => <code>{address}</code> },
          {
            key: 'state',
            title: say('party.columnState'),
            cell: ({ isVerified, isOptedOut }) => (
              <Tag kind={isOptedOut ? 'stop' : isVerified ? 'ok' : 'wait'}>
                {say(isOptedOut ? 'party.optedOut' : isVerified ? 'party.verified' : 'party.unverified')}
              </Tag>
            ),
          },
        ]}
      />
      {isAsking && (
        <Ask
          title={say('party.titleReveal')}
          lead={say('party.leadReveal')}
          label={say('party.labelNote')}
          confirm={say('party.buttonReveal')}
          onClose={() => setAsking(false)}
          onConfirm={reveal}
        >
          <Choice
            label={say('party.labelPurpose')}
            value={purpose}
            onChange={setPurpose}
            options={purposes.map((id) => ({ id, text: word('purpose', id) }))}
          />
        </Ask>
      )}
    </Panel>
  );
}

function Certificates({ party }: { readonly party: PartyView }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const codeWord = useCodeWord();
  return (
    <Panel title={say('party.titleCertificates')} wide>
      <DataTable
        label={say('party.titleCertificates')}
        rows={party.certificates}
        keyOf={({ number, version }) => `${number} ${version}`}
        empty={say('party.emptyCertificates')}
        columns={[
          {
            key: 'number',
            title: say('party.columnCertificate'),
            cell: ({ type, number }) => (
              <>
                <span className="strong">{local(type)}</span>
                <small className="code">{number}</small>
              </>
            ),
          },
          { key: 'version', title: say('party.columnVersion'), isNumber: true, cell: ({ version }) => version },
          {
            key: 'status',
            title: say('party.columnState'),
            cell: ({ status }) => <Tag kind={certificateKinds[status] ?? 'plain'}>{word('certificateStatus', status)}</Tag>,
          },
          {
            key: 'valid',
            title: say('party.columnValid'),
            cell: ({ validFrom, validTo }) => `${validFrom} – ${validTo ?? say('party.forEver')}`,
          },
          {
            key: 'source',
            title: say('party.columnSource'),
            cell: ({ source, sourceAt, caseNumber }) => (
              <>
                {codeWord('sources', source)}
                <small>
                  {caseNumber === undefined ? (
                    shortMinuteOf(sourceAt)
                  ) : (
                    <Link to={`/cases/${caseNumber}`}>{say('party.byCase')}</Link>
                  )}
                </small>
              </>
            ),
          },
        ]}
      />
    </Panel>
  );
}
