import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '#renderer/ui/icon/icon.tsx';
import type { IconName } from '#renderer/ui/icon/icon.tsx';
import type { ActionName } from '#contracts/console/api.ts';
import { call } from './api.tsx';
import { Plain } from './controls.tsx';
import { Ask } from './parts.tsx';
import { Link, usePlace } from './router.tsx';
import { useCodeWord, useMay, useSession } from './session.tsx';
import { changeLanguage, useLanguage, useSay, useWord } from './strings.tsx';
import type { ConsoleKey } from './strings.tsx';

interface Entry {
  readonly to: string;
  readonly title: ConsoleKey;
  readonly icon: IconName;
  readonly needs: ActionName;
}

const groups: readonly { readonly title: ConsoleKey; readonly entries: readonly Entry[] }[] = [
  {
    title: 'nav.titleCentres',
    entries: [
      { to: '/inference', title: 'nav.inference', icon: 'light', needs: 'rules.list' },
      { to: '/', title: 'nav.tracking', icon: 'clock', needs: 'overview.read' },
      { to: '/items', title: 'nav.items', icon: 'list', needs: 'items.list' },
    ],
  },
  {
    title: 'nav.titleWork',
    entries: [
      { to: '/cases', title: 'nav.cases', icon: 'document', needs: 'cases.list' },
      { to: '/parties', title: 'nav.parties', icon: 'person', needs: 'parties.search' },
      { to: '/deliveries', title: 'nav.deliveries', icon: 'courier', needs: 'deliveries.list' },
      { to: '/channels', title: 'nav.channels', icon: 'message', needs: 'channels.read' },
    ],
  },
  {
    title: 'nav.titleManage',
    entries: [
      { to: '/report', title: 'nav.report', icon: 'star', needs: 'report.trial' },
      { to: '/sources', title: 'nav.sources', icon: 'network', needs: 'sources.read' },
      { to: '/audit', title: 'nav.audit', icon: 'shield', needs: 'audit.list' },
    ],
  },
];

/** What is around every page: where one may go, who one is, in which language. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const say = useSay();
  const { path } = usePlace();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  // After going to another page its beginning is where reading goes on.
  useEffect(() => {
    main.current?.scrollTo(0, 0);
    if (!isFirst.current) main.current?.focus();
    isFirst.current = false;
  }, [path]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {say('nav.skip')}
      </a>
      <Navigation path={path} />
      <div className="body">
        <Bar />
        <main id="main" ref={main} tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}

function Navigation({ path }: { readonly path: string }) {
  const say = useSay();
  const may = useMay();
  const isAt = (to: string): boolean =>
    (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`)) ||
    (to === '/inference' && path.startsWith('/judgements/'));
  return (
    <nav className="navigation" aria-label={say('nav.label')}>
      <p className="brand">{say('nav.brand')}</p>
      {groups.map(({ title, entries }) => {
        const offered = entries.filter(({ needs }) => may(needs));
        return offered.length === 0 ? null : (
          <section key={title}>
            <h2>{say(title)}</h2>
            <ul>
              {offered.map(({ to, title: name, icon }) => (
                <li key={to}>
                  <Link to={to} className="nav-link" isCurrent={isAt(to)}>
                    <Icon name={icon} />
                    {say(name)}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </nav>
  );
}

function Bar() {
  const say = useSay();
  const word = useWord();
  const language = useLanguage();
  const codeWord = useCodeWord();
  const { name, roles, districts } = useSession();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <header className="bar-top">
      <span className="chip">
        <Icon name="house" />
        {districts.map((district) => codeWord('districts', district)).join(say('list.comma'))}
      </span>
      <span className="chip">
        <Icon name="staff" />
        {say('nav.me', {
          name,
          role: roles
            .slice(0, 2)
            .map((role) => word('role', role))
            .join(say('list.comma')),
        })}
      </span>
      <span className="spread" />
      <Plain icon="language" onPress={() => changeLanguage(language === 'en' ? 'zh-CN' : 'en')}>
        {say('nav.buttonOtherLanguage')}
      </Plain>
      <Plain icon="leave" onPress={() => setLeaving(true)}>
        {say('nav.buttonSignOut')}
      </Plain>
      {isLeaving && <Leave onClose={() => setLeaving(false)} />}
    </header>
  );
}

function Leave({ onClose }: { readonly onClose: () => void }) {
  const say = useSay();
  const leave = async (everywhere: boolean): Promise<undefined> => {
    await call('session.sign-out', { body: { everywhere } });
    location.assign('/console/?reason=left');
    return undefined;
  };
  return (
    <Ask
      title={say('leave.title')}
      lead={say('leave.lead')}
      confirm={say('leave.buttonHere')}
      onClose={onClose}
      onConfirm={() => leave(false)}
    >
      <div>
        <Plain onPress={() => void leave(true)}>{say('leave.buttonEverywhere')}</Plain>
      </div>
    </Ask>
  );
}
