import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select, SelectValue } from 'react-aria-components/Select';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import type { ConsoleRefusal } from '#contracts/console/endpoint.ts';
import { Banner } from '#renderer/ui/banner/banner.tsx';
import { Dialog } from '#renderer/ui/dialog/dialog.tsx';
import { Icon } from '#renderer/ui/icon/icon.tsx';
import type { IconName } from '#renderer/ui/icon/icon.tsx';
import type { Loaded } from './api.tsx';
import { useNumber } from './format.tsx';
import { useSay, useWord } from './strings.tsx';

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

interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly isDisabled?: boolean;
  readonly icon?: IconName;
  /** Where the words alone do not tell which thing it is about. */
  readonly label?: string;
}

/** The one next step of a pane. */
export function Main({ children, onPress, isDisabled = false, label }: ButtonProps) {
  return (
    <Button
      className="button button-main"
      onPress={onPress}
      isDisabled={isDisabled}
      {...(label !== undefined && { 'aria-label': label })}
    >
      {children}
    </Button>
  );
}

export function Plain({ children, onPress, isDisabled = false, icon, label }: ButtonProps) {
  return (
    <Button className="button" onPress={onPress} isDisabled={isDisabled} {...(label !== undefined && { 'aria-label': label })}>
      {icon && <Icon name={icon} />}
      {children}
    </Button>
  );
}

export function Danger({ children, onPress, isDisabled = false }: ButtonProps) {
  return (
    <Button className="button button-danger" onPress={onPress} isDisabled={isDisabled}>
      {children}
    </Button>
  );
}

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
}

/** A part that scrolls by itself, and can be reached by keyboard so that it does. */
export function Scrolling({
  label,
  className = 'table-scroll',
  children,
}: {
  readonly label: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const say = useSay();
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus
    <section className={className} aria-label={say('list.table', { name: label })} tabIndex={0}>
      {children}
    </section>
  );
}

interface TableProps<Row> {
  /** What the table is a list of, for who hears it. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty: string;
  readonly current?: string | undefined;
}

/** A list with a head that stays; the first cell of a row names it. */
export function DataTable<Row>({ label, columns, rows, keyOf, empty, current }: TableProps<Row>) {
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <Scrolling label={label}>
      <table>
        <thead>
          <tr>
            {columns.map(({ key, title, isNumber }) => (
              <th key={key} scope="col" className={isNumber === true ? 'number' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className={current === keyOf(row) ? 'row-current' : undefined}>
              {columns.map(({ key, cell, isNumber }) => (
                <td key={key} className={isNumber === true ? 'number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolling>
  );
}

/** One figure with its name. */
export function Figure({
  label,
  value,
  note,
  isUrgent = false,
}: {
  readonly label: string;
  readonly value: number | string;
  readonly note?: string;
  readonly isUrgent?: boolean;
}) {
  const number = useNumber();
  return (
    <div className={isUrgent ? 'figure figure-urgent' : 'figure'}>
      <dt>{label}</dt>
      <dd>
        <b>{typeof value === 'number' ? number(value) : value}</b>
        {note !== undefined && <span>{note}</span>}
      </dd>
    </div>
  );
}

export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly note: string;
  readonly kind?: 'sea' | 'pine' | 'roof';
}

/** Bars with their figures beside them: what the length says is said in words as well. */
export function Bars({ bars, most }: { readonly bars: readonly Bar[]; readonly most?: number }) {
  const longest = Math.max(1, most ?? 0, ...bars.map(({ value }) => value));
  return (
    <dl className="bars">
      {bars.map(({ label, value, note, kind = 'sea' }) => (
        <div key={label} className="bar">
          <dt>{label}</dt>
          <dd>
            <svg className={`bar-${kind}`} viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              <rect width={(value / longest) * 100} height="10" />
            </svg>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

export interface Option {
  readonly id: string;
  readonly text: string;
}

interface ChoiceProps {
  readonly label: string;
  readonly options: readonly Option[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

export function Choice({ label, options, value, onChange }: ChoiceProps) {
  return (
    <Select className="choice" value={value} onChange={(key) => onChange(String(key))}>
      <Label>{label}</Label>
      <Button className="button choice-button">
        <SelectValue />
        <span className="choice-arrow" aria-hidden="true" />
      </Button>
      <Popover className="choice-list">
        <ListBox items={options}>
          {({ id, text }) => (
            <ListBoxItem id={id} className="choice-option">
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface TextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isLong?: boolean;
  readonly type?: 'text' | 'date' | 'number' | 'search';
  readonly onEnter?: () => void;
}

export function Text({ label, value, onChange, isLong = false, type = 'text', onEnter }: TextProps) {
  return (
    <TextField
      className="text"
      value={value}
      onChange={onChange}
      type={type === 'number' || type === 'date' ? 'text' : type}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter?.();
      }}
      autoComplete="off"
    >
      <Label>{label}</Label>
      {isLong ? <TextArea rows={3} /> : <Input />}
    </TextField>
  );
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

/** Leads to the next page of a list. */
export function More({
  next,
  isFirst,
  onFirst,
  onNext,
}: {
  readonly next: string | undefined;
  readonly isFirst: boolean;
  readonly onFirst: () => void;
  readonly onNext: (cursor: string) => void;
}) {
  const say = useSay();
  if (next === undefined && isFirst) return null;
  return (
    <nav className="more" aria-label={say('list.pages')}>
      <Plain isDisabled={isFirst} onPress={onFirst}>
        {say('list.buttonFirst')}
      </Plain>
      <Plain isDisabled={next === undefined} onPress={() => next !== undefined && onNext(next)}>
        {say('list.buttonNext')}
      </Plain>
    </nav>
  );
}

/** Label and value, one below the other. */
export function Facts({ rows }: { readonly rows: readonly { readonly label: string; readonly value: ReactNode }[] }) {
  return (
    <dl className="facts">
      {rows.map(({ label, value }, index) => (
        <div key={index}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
