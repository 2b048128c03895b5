import { createContext, useContext, useEffect, useState } from 'react';
import type { MouseEvent, ReactNode } from 'react';

const base = '/console';

/** Where we are: `/cases/QD…` below `/console`, and what stands behind `?`. */
export interface Place {
  readonly path: string;
  readonly query: URLSearchParams;
}

const PlaceContext = createContext<Place>({ path: '/', query: new URLSearchParams() });
const moved = 'console-moved';

function here(): Place {
  const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : '/';
  return { path: path === '' ? '/' : path, query: new URLSearchParams(location.search) };
}

export function go(to: string): void {
  history.pushState(null, '', base + to);
  window.dispatchEvent(new Event(moved));
}

export function Router({ children }: { readonly children: ReactNode }) {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const look = (): void => setPlace(here());
    window.addEventListener('popstate', look);
    window.addEventListener(moved, look);
    return () => {
      window.removeEventListener('popstate', look);
      window.removeEventListener(moved, look);
    };
  }, []);
  return <PlaceContext value={place}>{children}</PlaceContext>;
}

export function usePlace(): Place {
  return useContext(PlaceContext);
}

interface LinkProps {
  readonly to: string;
  readonly className?: string;
  readonly isCurrent?: boolean;
  readonly children: ReactNode;
}

/** A plain link: it can be opened beside, copied, and reached with Tab. */
export function Link({ to, className, isCurrent = false, children }: LinkProps) {
  const onClick = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a
      href={base + to}
      className={className ?? 'link'}
      onClick={onClick}
      {...(isCurrent ? { 'aria-current': 'page' as const } : {})}
    >
      {children}
    </a>
  );
}

/** `match('/cases/:number', path)`; undefined when it is another place. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const [wanted, given] = [pattern.split('/'), path.replace(/\/$/, '').split('/')];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith(':')) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}
