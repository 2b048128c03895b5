import type { ItemView } from '#contracts/console/items.ts';
import { Scrolling } from '../figures.tsx';
import { Panel } from '../parts.tsx';
import { useLocal, useSay, useWord } from '../strings.tsx';

/** 流程图, as the centre laid it out; the same in words below it, for who cannot see it. */
export function ProcessDrawing({ view: { drawing, item } }: { readonly view: ItemView }) {
  const say = useSay();
  const word = useWord();
  const local = useLocal();
  const titleOf = (code: string): string => local(item.process.find((step) => step.code === code)?.title);
  return (
    <Panel title={say('process.title', { n: item.process.length })} wide>
      <Scrolling className="drawing" label={say('process.label')}>
        <svg
          viewBox={`0 0 ${drawing.width} ${drawing.height}`}
          width={drawing.width}
          height={drawing.height}
          role="img"
          aria-label={say('process.label')}
        >
          {drawing.lanes.map(({ name, x, y, width, height }, index) => (
            <g key={name}>
              <rect className={index % 2 === 0 ? 'lane' : 'lane lane-odd'} x={x} y={y} width={width} height={height} />
              <text className="lane-name" transform={`translate(${x + 24} ${y + height / 2}) rotate(-90)`}>
                {word('lane', name)}
              </text>
            </g>
          ))}
          {drawing.arrows.map(({ from, to, usual, points }) => (
            <g key={`${from} ${to}`} className={usual ? 'arrow' : 'arrow arrow-else'}>
              <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
              <Head points={points} />
            </g>
          ))}
          {drawing.nodes.map(({ id, is, step, x, y, width, height }) => {
            if (is === 'start' || is === 'end')
              return <circle key={id} className={`node node-${is}`} cx={x + width / 2} cy={y + height / 2} r={width / 2} />;
            if (is === 'choice')
              return (
                <path
                  key={id}
                  className="node node-choice"
                  d={`M${x} ${y + height / 2}L${x + width / 2} ${y}L${x + width} ${y + height / 2}L${x + width / 2} ${y + height}Z`}
                />
              );
            return (
              <g key={id}>
                <rect className="node node-step" x={x} y={y} width={width} height={height} rx="10" />
                {linesOf(titleOf(step)).map((line, index, all) => (
                  <text
                    key={line}
                    className="node-text"
                    x={x + width / 2}
                    y={y + height / 2 + 6 + (index - (all.length - 1) / 2) * 20}
                  >
                    {line}
                  </text>
                ))}
              </g>
            );
          })}
        </svg>
      </Scrolling>
      <ol className="process-words">
        {item.process.map(({ code, kind, title, role, next }) => (
          <li key={code}>
            <span className="strong">{local(title)}</span>
            {' · '}
            {role === undefined ? word('stepKind', kind) : word('role', role)}
            {next.length > 0 && <small>{say('process.next', { steps: next.map(titleOf).join(say('list.comma')) })}</small>}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** The point of an arrow, in the direction of its last piece. */
function Head({ points }: { readonly points: readonly { readonly x: number; readonly y: number }[] }) {
  const [before, end] = points.slice(-2);
  if (!before || !end) return null;
  const angle = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  return <path className="arrow-head" d="M0 0L-10 -5L-10 5Z" transform={`translate(${end.x} ${end.y}) rotate(${angle})`} />;
}

const inOneLine = { wide: 7, narrow: 14 } as const;
const mostLines = 3;

/** A title in at most three lines of a step's width; Chinese breaks anywhere, English between words. */
function linesOf(title: string): string[] {
  const isChinese = /[㐀-鿿]/.test(title);
  const parts = isChinese ? Array.from(title) : title.split(' ');
  const limit = isChinese ? inOneLine.wide : inOneLine.narrow;
  const lines: string[] = [''];
  for (const part of parts) {
    const last = lines.at(-1) ?? '';
    const joined = isChinese || last === '' ? last + part : `${last} ${part}`;
    if (Array.from(joined).length <= limit || last === '') lines[lines.length - 1] = joined;
    else lines.push(part);
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines - 1), `${lines[mostLines - 1] ?? ''}…`];
}
