import { useEffect, useState } from 'react';
import type { ActionName } from '#contracts/console/api.ts';
import type { SessionView } from '#contracts/console/session.ts';
import { call, rememberSession } from './api.tsx';
import { Frame } from './frame.tsx';
import { match, Router, usePlace } from './router.tsx';
import { SessionContext, useMay } from './session.tsx';
import { SignedOut } from './signed-out.tsx';
import { useSay } from './strings.tsx';
import { Empty, Page } from './parts.tsx';
import { AuditPage } from './pages/audit.tsx';
import { CaseListPage } from './pages/case-list.tsx';
import { CasePage } from './pages/case.tsx';
import { ChannelsPage } from './pages/channels.tsx';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { ItemPage } from './pages/item.tsx';
import { ItemsPage } from './pages/items.tsx';
import { JudgementPage } from './pages/judgement.tsx';
import { PartiesPage } from './pages/parties.tsx';
import { PartyPage } from './pages/party.tsx';
import { ReportPage } from './pages/report.tsx';
import { RulePage } from './pages/rule.tsx';
import { RulesPage } from './pages/rules.tsx';
import { SourcesPage } from './pages/sources.tsx';
import { TrackingPage } from './pages/tracking.tsx';

interface Route {
  readonly pattern: string;
  /** Without this the page has nothing to show to somebody. */
  readonly needs: ActionName;
  readonly Show: (props: { readonly params: Readonly<Record<string, string>> }) => React.ReactNode;
}

const routes: readonly Route[] = [
  { pattern: '', needs: 'overview.read', Show: TrackingPage },
  { pattern: '/cases', needs: 'cases.list', Show: CaseListPage },
  { pattern: '/cases/:number', needs: 'cases.read', Show: CasePage },
  { pattern: '/inference', needs: 'rules.list', Show: RulesPage },
  { pattern: '/inference/:id/:version', needs: 'rules.read', Show: RulePage },
  { pattern: '/judgements/:party/:id', needs: 'judgements.read', Show: JudgementPage },
  { pattern: '/items', needs: 'items.list', Show: ItemsPage },
  { pattern: '/items/:id/:version', needs: 'items.read', Show: ItemPage },
  { pattern: '/parties', needs: 'parties.search', Show: PartiesPage },
  { pattern: '/parties/:key', needs: 'parties.read', Show: PartyPage },
  { pattern: '/channels', needs: 'channels.read', Show: ChannelsPage },
  { pattern: '/deliveries', needs: 'deliveries.list', Show: DeliveriesPage },
  { pattern: '/report', needs: 'report.trial', Show: ReportPage },
  { pattern: '/sources', needs: 'sources.read', Show: SourcesPage },
  { pattern: '/audit', needs: 'audit.list', Show: AuditPage },
];

/** Signed out, or everything. */
export function App() {
  const [session, setSession] = useState<SessionView | 'none'>();
  useEffect(() => {
    void call('session.read').then((read) => {
      if (read.ok) rememberSession(read.value.csrf, () => setSession('none'));
      setSession(read.ok ? read.value : 'none');
    });
  }, []);
  if (session === undefined) return null;
  return (
    <Router>
      {session === 'none' ? (
        <SignedOut />
      ) : (
        <SessionContext value={session}>
          <Frame>
            <Routed />
          </Frame>
        </SessionContext>
      )}
    </Router>
  );
}

function Routed() {
  const { path } = usePlace();
  const may = useMay();
  const say = useSay();
  for (const { pattern, needs, Show } of routes) {
    const params = match(pattern, path);
    if (!params) continue;
    if (may(needs)) return <Show key={path} params={params} />;
    return (
      <Page title={say('state.titleNotYours')}>
        <Empty>{say('state.leadNotYours')}</Empty>
      </Page>
    );
  }
  return (
    <Page title={say('state.titleNowhere')}>
      <Empty>{say('state.leadNowhere')}</Empty>
    </Page>
  );
}
