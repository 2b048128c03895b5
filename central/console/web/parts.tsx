import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { Dialog } from '#renderer/ui/dialog/dialog.tsx';
import type { Loaded } from './api.tsx';
import { useSay, useWord } from './strings.tsx';
import { Danger, Main, Plain, Text } from './controls.tsx';

/** A page: its title line, what stands beside it, and its matter. */
export function Page({
  title,
  aside,
  children,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <>
      <header className="title-line">
        <h1>{title}</h1>
        {aside}
      </header>
      <div className="page">{children}</div>
    </>
  );
}

export function Panel({
  title,
  aside,
  children,
  wide = false,
}: {
  readonly title: string;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
  readonly wide?: boolean;
}) {
  const id = useId();
  return (
    <section className={wide ? 'panel panel-wide' : 'panel'} aria-labelledby={id}>
      <div className="panel-head">
        <h2 id={id}>{title}</h2>
        {aside !== undefined && aside !== false && <div className="panel-aside">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** Loading, refused or there. */
export function Show<T>({ of, children }: { readonly of: Loaded<T>; readonly children: (value: T) => ReactNode }) {
  const say = useSay();
  if (of.refusal) return <Refused refusal={of.refusal} onAgain={of.reload} />;
  if (of.value === undefined) return <output className="waiting">{say('state.loading')}</output>;
  return <>{children(of.value)}</>;
}

export function Refused({ refusal, onAgain }: { readonly refusal: ConsoleRefusal; readonly onAgain?: () => void }) {
  const say = useSay();
  return (
    <Banner
      kind="stop"
      title={useRefusalText()(refusal)}
      action={onAgain && <Plain onPress={onAgain}>{say('state.buttonAgain')}</Plain>}
    >
      {refusal.problems && <Problems list={refusal.problems} />}
    </Banner>
  );
}

/** What is wrong with the content of an item: in words, where, and the checker's own sentence. */
export function Problems({ list }: { readonly list: NonNullable<ConsoleRefusal['problems']> }) {
  const word = useWord();
  return (
    <ul className="problems">
      {list.map(({ code, path, text }, index) => (
        <li key={index}>
          <span className="strong">{word('problem', code)}</span> <code>{path}</code>
          <small lang="en">{text}</small>
        </li>
      ))}
    </ul>
  );
}

export function useRefusalText(): (refusal: ConsoleRefusal) => string {
  const word = useWord();
  return ({ code, text }) => (code === 'conflict' && text !== undefined ? word('conflict', text) : word('refusal', code));
}

export function Empty({ children }: { readonly children: ReactNode }) {
  return <p className="empty">{children}</p>;
}

interface AskProps {
  readonly title: string;
  readonly lead: string;
  /** Without it nothing is typed. */
  readonly label?: string;
  readonly confirm: string;
  readonly isDanger?: boolean;
  readonly isReasonNeeded?: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (text: string) => Promise<ConsoleRefusal | undefined>;
  readonly children?: ReactNode;
}

/** Asks before something is done, with the reason where one is needed; stays open and says why when it was refused. */
export function Ask({
  title,
  lead,
  label,
  confirm,
  isDanger = false,
  isReasonNeeded = true,
  onClose,
  onConfirm,
  children,
}: AskProps) {
  const say = useSay();
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<ConsoleRefusal>();
  const [isBusy, setBusy] = useState(false);
  const isMissing = label !== undefined && isReasonNeeded && text.trim() === '';
  const confirmed = async (): Promise<void> => {
    setBusy(true);
    const refused = await onConfirm(text.trim());
    setBusy(false);
    if (refused) setRefusal(refused);
    else onClose();
  };
  const Confirm = isDanger ? Danger : Main;
  return (
    <Dialog
      isOpen
      kind={isDanger ? 'fault' : 'confirm'}
      title={title}
      onClose={onClose}
      actions={
        <>
          <Plain onPress={onClose}>{say('dialog.buttonCancel')}</Plain>
          <Confirm isDisabled={isBusy || isMissing} onPress={() => void confirmed()}>
            {confirm}
          </Confirm>
        </>
      }
    >
      <p>{lead}</p>
      {children}
      {label !== undefined && <Text label={label} value={text} onChange={setText} isLong />}
      {refusal && <Refused refusal={refusal} />}
    </Dialog>
  );
}
