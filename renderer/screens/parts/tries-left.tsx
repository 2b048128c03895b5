import { Tag } from '../../ui/tag/tag.tsx';

/** How often one may still try; the last try is said louder. */
export function TriesLeft({ count, label }: { readonly count: number; readonly label: string }) {
  return (
    <p className="centred">
      <Tag kind={count <= 1 ? 'wait' : 'plain'}>{label}</Tag>
    </p>
  );
}
