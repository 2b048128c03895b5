import type { ItemView } from '#contracts/console/items.ts';
import { DataRows } from '#renderer/ui/data-rows/data-rows.tsx';
import { Panel } from '../parts.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';

const perScreen = 9;

/** The sheet as the person at the terminal reads it: 1080 × 1920, shown at a third. What is filled in is marked with where it comes from. */
export function FormPreview({ item }: { readonly item: ItemView['item'] }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const screens = Math.ceil(item.fields.length / perScreen);
  return (
    <Panel
      title={say('form.title', { n: item.fields.length, filled: item.fields.filter(({ from }) => from !== undefined).length })}
      wide
    >
      <p>{say('form.lead')}</p>
      <div className="terminals">
        {Array.from({ length: screens }, (_, screen) => (
          <figure key={screen} className="terminal-size">
            <div className="terminal-preview">
              <div className="terminal-top">{say('form.top')}</div>
              <div className="terminal-main">
                <p className="terminal-title">{local(item.title)}</p>
                <p className="terminal-lead">{local(item.summary)}</p>
                <DataRows
                  rows={item.fields
                    .slice(screen * perScreen, (screen + 1) * perScreen)
                    .map(({ pointer, label, from, masked, editable }) => ({
                      name: pointer,
                      label: local(label),
                      value: from === undefined ? say('form.asked') : say(masked === true ? 'form.masked' : 'form.filled'),
                      note:
                        from === undefined
                          ? say('form.noteAsked')
                          : say(editable ? 'form.noteEditable' : 'form.noteFrom', {
                              source: word('prefill', from.split('.')[0] ?? ''),
                            }),
                    }))}
                />
              </div>
              <div className="terminal-bar">{say('form.bar')}</div>
            </div>
            <figcaption>{say('form.screen', { n: screen + 1, of: screens })}</figcaption>
          </figure>
        ))}
      </div>
    </Panel>
  );
}
