import type { ReactNode } from 'react';
import '../base.ts';
import { Icon, type IconName } from '../icon/icon.tsx';
import './tag.css';

export type TagKind = 'plain' | 'ok' | 'wait' | 'stop';

export interface TagProps {
  readonly kind: TagKind;
  readonly children: ReactNode;
}

const signs: Readonly<Record<Exclude<TagKind, 'plain'>, IconName>> = { ok: 'check', wait: 'clock', stop: 'cross' };

/** A state in a word, with a shape of its own beside it: the colour only repeats what both say. */
export function Tag({ kind, children }: TagProps) {
  return (
    <span className={`ui-tag ui-tag-${kind}`}>
      {kind !== 'plain' && <Icon name={signs[kind]} />}
      <span>{children}</span>
    </span>
  );
}
