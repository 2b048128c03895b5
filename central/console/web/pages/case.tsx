import { useState } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { CaseView } from '#contracts/console/tracking.ts';
import { Tag } from '#renderer/ui/tag/tag.tsx';
import { call, useLoaded } from '../api.tsx';
import { groupedNumber } from '../format.tsx';
import { Main, Plain } from '../controls.tsx';
import { Facts } from '../figures.tsx';
import { Ask, Empty, Page, Panel, Refused, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useCodeWord, useMay, useSession } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { Due, PartyName, StatusTag, TaskTag } from './lines.tsx';
import { Decide } from './task-pane.tsx';
import { Events } from './timeline.tsx';

/** One case: where it stands, what happened, what it knows, what can be done. */
export function CasePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const say = useSay();
  const number = params['number'] ?? '';
  const found = useLoaded('cases.read', { params: { number } });
  return (
    <Page title={groupedNumber(number)} aside={<Link to="/cases">{say('case.linkBack')}</Link>}>
      <Show of={found}>{(view) => <Case view={view} onDone={found.reload} />}</Show>
    </Page>
  );
}

function Case({ view, onDone }: { readonly view: CaseView; readonly onDone: () => void }) {
  const say = useSay();
  const local = useLocal();
  return (
    <>
      <ol className="steps" aria-label={say('case.steps')}>
        {view.steps.map(({ title, state }, index) => (
          <li key={index} className={`step step-${state}`} {...(state === 'now' ? { 'aria-current': 'step' as const } : {})}>
            {local(title)}
          </li>
        ))}
      </ol>
      <div className="two-panes">
        <div className="stack">
          <Panel title={local(view.item.title)} aside={<StatusTag status={view.status} />}>
            <Known view={view} />
          </Panel>
          <Values view={view} />
        </div>
        <div className="stack">
          <ToDo view={view} onDone={onDone} />
          <Panel title={say('case.titleTimeline')}>
            {view.timeline.length === 0 ? <Empty>{say('case.emptyTimeline')}</Empty> : <Events lines={view.timeline} />}
          </Panel>
        </div>
      </div>
    </>
  );
}

function Known({ view }: { readonly view: CaseView }) {
  const say = useSay();
  const word = useWord();
  const codeWord = useCodeWord();
  const may = useMay();
  return (
    <Facts
      rows={[
        { label: say('case.labelParty'), value: <PartyName party={view.party} /> },
        { label: say('case.labelPlace'), value: codeWord('districts', view.district) },
        { label: say('case.labelCertificate'), value: view.certificate || say('list.none') },
        { label: say('case.labelDue'), value: <Due day={view.dueOn} isLate={view.isLate} /> },
        ...(view.person ? [{ label: say('case.labelPerson'), value: `${view.person.name}  ${view.person.phone}` }] : []),
        ...(view.interactions === undefined
          ? []
          : [{ label: say('case.labelInteractions'), value: say('case.interactions', { n: view.interactions }) }]),
        ...(view.handover ? [{ label: say('case.labelHandover'), value: word('handover', view.handover) }] : []),
        ...(view.holdReason === undefined
          ? []
          : [{ label: say('case.labelReason'), value: word('holdReason', view.holdReason) }]),
        ...(view.errand
          ? [
              { label: say('case.labelOld'), value: word('oldState', view.errand.old) },
              { label: say('case.labelFresh'), value: word('newState', view.errand.fresh) },
            ]
          : []),
        ...(view.judgement && may('judgements.read')
          ? [
              {
                label: say('case.labelWhy'),
                value: <Link to={`/judgements/${view.judgement.party}/${view.judgement.id}`}>{say('case.linkWhy')}</Link>,
              },
            ]
          : []),
      ]}
    />
  );
}

function Values({ view }: { readonly view: CaseView }) {
  const say = useSay();
  const local = useLocal();
  return (
    <Panel title={say('case.titleValues')}>
      {view.values.length === 0 ? (
        <Empty>{say('case.emptyValues')}</Empty>
      ) : (
        <Facts
          rows={view.values.map(({ label, value, masked }) => ({
            label: local(label),
            value: masked ? (
              <>
                {value} <Tag kind="plain">{say('case.masked')}</Tag>
              </>
            ) : (
              value
            ),
          }))}
        />
      )}
    </Panel>
  );
}

function ToDo({ view, onDone }: { readonly view: CaseView; readonly onDone: () => void }) {
  const say = useSay();
  const may = useMay();
  const local = useLocal();
  const { roles } = useSession();
  const [asking, setAsking] = useState<'resume' | 'corrected'>();
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const params = { number: view.number };
  const mine = view.tasks.filter(({ role }) => roles.includes(role));
  const canResume = view.status === 'held' && may('cases.resume', view.district);
  const canCorrect = view.status === 'returned' && may('cases.corrected', view.district);
  const canScan = view.errand?.canScan === true && may('cases.scan-old', view.district);
  if (mine.length === 0 && !canResume && !canCorrect && !canScan) return null;
  const scan = async (): Promise<void> => {
    const scanned = await call('cases.scan-old', { params });
    setRefusal(scanned.ok ? undefined : scanned.error);
    if (scanned.ok) onDone();
  };
  const moved = async (action: 'resume' | 'corrected', reason: string): Promise<ConsoleRefusal | undefined> => {
    const done = await call(action === 'resume' ? 'cases.resume' : 'cases.corrected', { params, body: { reason } });
    if (!done.ok) return done.error;
    onDone();
    return undefined;
  };
  return (
    <Panel title={say('case.titleToDo')}>
      {refusal && <Refused refusal={refusal} />}
      {mine.map((task) => (
        <div key={task.id} className="task">
          <div className="row">
            <TaskTag task={task} />
            {task.step && <span className="strong">{local(task.step)}</span>}
          </div>
          <Decide task={task} onDone={onDone} />
        </div>
      ))}
      <div className="row">
        {canScan && <Main onPress={() => void scan()}>{say('case.buttonScan')}</Main>}
        {canResume && <Main onPress={() => setAsking('resume')}>{say('case.buttonResume')}</Main>}
        {canCorrect && <Plain onPress={() => setAsking('corrected')}>{say('case.buttonCorrected')}</Plain>}
      </div>
      {asking !== undefined && (
        <Ask
          title={say(asking === 'resume' ? 'case.titleResume' : 'case.titleCorrected')}
          lead={say(asking === 'resume' ? 'case.leadResume' : 'case.leadCorrected')}
          label={say('dialog.labelReason')}
          confirm={say(asking === 'resume' ? 'case.buttonResume' : 'case.buttonCorrected')}
          onClose={() => setAsking(undefined)}
          onConfirm={(reason) => moved(asking, reason)}
        />
      )}
    </Panel>
  );
}
