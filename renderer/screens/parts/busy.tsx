import { Card } from '../../ui/card/card.tsx';
import { Progress } from '../../ui/progress/progress.tsx';

/** Work under way, alone in the middle of a screen. */
export function Busy({ label, note }: { readonly label: string; readonly note?: string | undefined }) {
  return (
    <Card>
      <div className="busy">
        <Progress label={label} note={note} />
      </div>
    </Card>
  );
}
