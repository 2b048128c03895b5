import { useState } from 'react';
import type { z } from 'zod';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import type { TaskLine, taskDecision } from '#contracts/console/tracking.ts';
import { call, useLoaded } from '../api.tsx';
import { groupedNumber } from '../format.tsx';
import { Danger, Main, Plain } from '../controls.tsx';
import { Facts } from '../figures.tsx';
import { Ask, Empty, Panel, Refused, Show } from '../parts.tsx';
import { Link } from '../router.tsx';
import { useMay } from '../session.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';
import { PartyName } from './lines.tsx';
import { Events } from './timeline.tsx';

type Decision = z.infer<typeof taskDecision>;

/** One task beside the list: what it is about, what happened so far, and what can be decided. */
export function TaskPane({ task, onDone }: { readonly task: TaskLine; readonly onDone: () => void }) {
  const say = useSay();
  const may = useMay();
  const local = useLocal();
  const word = useWord();
  const { caseNumber } = task;
  return (
    <Panel
      title={caseNumber === undefined ? local(task.item.title) : groupedNumber(caseNumber)}
      aside={
        caseNumber !== undefined && may('cases.read') ? (
          <Link to={`/cases/${caseNumber}`}>{say('tasks.linkCase')}</Link>
        ) : undefined
      }
    >
      <Facts
        rows={[
          { label: say('tasks.labelItem'), value: local(task.item.title) },
          { label: say('tasks.labelParty'), value: <PartyName party={task.party} /> },
          { label: say('tasks.labelRole'), value: word('role', task.role) },
        ]}
      />
      {caseNumber !== undefined && may('cases.read') && <LatestEvents number={caseNumber} />}
      <Decide task={task} onDone={onDone} />
    </Panel>
  );
}

function LatestEvents({ number }: { readonly number: string }) {
  const say = useSay();
  const found = useLoaded('cases.read', { params: { number } });
  return (
    <Show of={found}>
      {({ timeline }) =>
        timeline.length === 0 ? <Empty>{say('case.emptyTimeline')}</Empty> : <Events lines={timeline.slice(-5)} />
      }
    </Show>
  );
}

/** The ways on from a task; another one's task is not decided. */
export function Decide({ task, onDone }: { readonly task: TaskLine; readonly onDone: () => void }) {
  const say = useSay();
  const word = useWord();
  const [asking, setAsking] = useState<Decision>();
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const params = { district: task.district, id: task.id };
  const claim = async (): Promise<void> => {
    const claimed = await call('tasks.claim', { params });
    setRefusal(claimed.ok ? undefined : claimed.error);
    if (claimed.ok) onDone();
  };
  const decide = async (decision: Decision, reason: string): Promise<ConsoleRefusal | undefined> => {
    const decided = await call('tasks.decide', { params, body: { decision, reason } });
    if (!decided.ok) return decided.error;
    onDone();
    return undefined;
  };
  if (task.assignee === 'other') return <Empty>{say('tasks.leadOther')}</Empty>;
  const isStep = task.kind === 'case-step';
  return (
    <div className="decide">
      {refusal && <Refused refusal={refusal} />}
      <div className="row">
        <Main onPress={() => setAsking(isStep ? 'approve' : 'done')}>{word('decision', isStep ? 'approve' : 'done')}</Main>
        {task.assignee === 'nobody' && <Plain onPress={() => void claim()}>{say('tasks.buttonClaim')}</Plain>}
        {isStep && (
          <>
            <Plain onPress={() => setAsking('return')}>{word('decision', 'return')}</Plain>
            <Plain onPress={() => setAsking('hold')}>{word('decision', 'hold')}</Plain>
            <Danger onPress={() => setAsking('refuse')}>{word('decision', 'refuse')}</Danger>
          </>
        )}
      </div>
      {asking !== undefined && (
        <Ask
          title={word('decisionTitle', asking)}
          lead={word('decisionLead', asking)}
          label={asking === 'approve' || asking === 'done' ? say('dialog.labelNote') : say('dialog.labelReason')}
          isReasonNeeded={asking !== 'approve' && asking !== 'done'}
          isDanger={asking === 'refuse'}
          confirm={word('decision', asking)}
          onClose={() => setAsking(undefined)}
          onConfirm={(reason) => decide(asking, reason)}
        />
      )}
    </div>
  );
}
