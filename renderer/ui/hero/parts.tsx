/** The things that the picture is put together from. Each stands with its foot at (x, y). */
interface Placed {
  readonly x: number;
  readonly y: number;
}

interface HouseProps extends Placed {
  readonly width: number;
  readonly height: number;
  readonly roof: number;
  /** Windows across and up. */
  readonly windows: readonly [across: number, up: number];
  readonly gable?: boolean;
}

const overhang = 9;
const pane = { width: 16, height: 22 } as const;

/** A house of the old town: light walls, a red roof with its far side in shade, a chimney. */
export function House({ x, y, width, height, roof, windows: [across, up], gable = false }: HouseProps) {
  const ridge = gable ? [0.5, 0.5] : [0.22, 0.78];
  const [from = 0, to = 0] = ridge.map((share) => width * share);
  return (
    <g transform={`translate(${x} ${y})`}>
      <rect className="ui-hero-chimney" x={width * 0.66} y={-height - roof - 10} width="15" height={roof} />
      <rect className="ui-hero-wall" y={-height} width={width} height={height} />
      <rect className="ui-hero-wall-shade" x={width * 0.72} y={-height} width={width * 0.28} height={height} />
      <path className="ui-hero-eave" d={`M0 ${-height}h${width}v8H0z`} />
      <path
        className="ui-hero-roof"
        d={`M${-overhang} ${-height}L${from} ${-height - roof}H${to}L${width + overhang} ${-height}z`}
      />
      <path
        className="ui-hero-roof-shade"
        d={`M${width * 0.72} ${-height}L${to} ${-height - roof}L${width + overhang} ${-height}z`}
      />
      <Windows width={width} height={height} across={across} up={up} />
    </g>
  );
}

interface WindowsProps {
  readonly width: number;
  readonly height: number;
  readonly across: number;
  readonly up: number;
}

function Windows({ width, height, across, up }: WindowsProps) {
  const stepX = width / across;
  const stepY = height / up;
  return Array.from({ length: across * up }, (_, index) => (
    <rect
      key={index}
      className={index % 5 === 1 ? 'ui-hero-window ui-hero-window-lit' : 'ui-hero-window'}
      x={stepX * ((index % across) + 0.5) - pane.width / 2}
      y={-height + stepY * (Math.floor(index / across) + 0.5) - pane.height / 2 + 3}
      width={pane.width}
      height={pane.height}
      rx="3"
    />
  ));
}

/** A round tree; `size` is the width of its crown. */
export function Tree({ x, y, size }: Placed & { readonly size: number }) {
  const r = size / 2;
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="ui-hero-trunk" d={`M${-size * 0.06} 0h${size * 0.12}V${-r}h${-size * 0.12}z`} />
      <circle className="ui-hero-leaves-deep" cx={r * 0.5} cy={-r * 0.95} r={r * 0.75} />
      <circle className="ui-hero-leaves" cx={-r * 0.3} cy={-r * 1.1} r={r * 0.9} />
    </g>
  );
}

/** A pine of the coast; `size` is its height. */
export function Pine({ x, y, size }: Placed & { readonly size: number }) {
  const w = size * 0.3;
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="ui-hero-trunk" d={`M-4 0h8v${-size * 0.3}h-8z`} />
      <path
        className="ui-hero-leaves-deep"
        d={`M0 ${-size}L${w * 0.66} ${-size * 0.58}H${w * 0.35}L${w} ${-size * 0.2}H${-w}L${-w * 0.35} ${-size * 0.58}H${-w * 0.66}z`}
      />
    </g>
  );
}

/** A sailing boat; `size` is the height of its mast. */
export function Boat({ x, y, size }: Placed & { readonly size: number }) {
  const s = size / 100;
  return (
    <g transform={`translate(${x} ${y}) scale(${s})`}>
      <path className="ui-hero-sail" d="M-4 -12V-100C-30 -70 -42 -40 -46 -12z" />
      <path className="ui-hero-sail-shade" d="M4 -12V-92C26 -66 36 -38 38 -12z" />
      <path className="ui-hero-hull" d="M-56 -6H56L40 14H-42z" />
    </g>
  );
}

/** The pavilion at the end of the pier: eight sides, two eaves. */
export function Pavilion({ x, y }: Placed) {
  return (
    <g transform={`translate(${x} ${y})`}>
      <path className="ui-hero-stone" d="M-70 0h140v-14H-70z" />
      <path className="ui-hero-wall" d="M-48 -14h96v-46h-96z" />
      <path className="ui-hero-wall-shade" d="M16 -14h32v-46H16z" />
      <path className="ui-hero-pillar" d="M-48 -14v-46M-24 -14v-46M0 -14v-46M24 -14v-46M48 -14v-46" />
      <path className="ui-hero-tiles" d="M-72 -56C-54 -60 -40 -70 -32 -84H32C40 -70 54 -60 72 -56z" />
      <path className="ui-hero-wall" d="M-26 -84h52v-24h-52z" />
      <path className="ui-hero-pillar" d="M-26 -84v-24M0 -84v-24M26 -84v-24" />
      <path className="ui-hero-tiles" d="M-48 -104C-28 -110 -10 -126 0 -152C10 -126 28 -110 48 -104z" />
    </g>
  );
}

/** The church on the hill: two towers with red spires. */
export function Church({ x, y }: Placed) {
  return (
    <g transform={`translate(${x} ${y}) scale(0.56)`}>
      <path className="ui-hero-wall" d="M-58 0h116v-92H-58z" />
      <path className="ui-hero-wall" d="M-58 -92h38v-58h-38zM20 -92h38v-58H20z" />
      <path className="ui-hero-wall-shade" d="M-32 -92h12v-58h-12zM46 0h12v-150H46z" />
      <path className="ui-hero-roof" d="M-64 -150L-39 -232L-14 -150zM14 -150L39 -232L64 -150z" />
      <path className="ui-hero-roof-shade" d="M-32 -150L-39 -232L-14 -150zM46 -150L39 -232L64 -150z" />
      <path className="ui-hero-roof" d="M-20 -92L0 -118L20 -92z" />
      <circle className="ui-hero-window" cx="0" cy="-64" r="13" />
      <path
        className="ui-hero-window"
        d="M-46 -118a7 7 0 0 1 14 0v18h-14zM32 -118a7 7 0 0 1 14 0v18H32zM-12 0v-24a12 12 0 0 1 24 0V0z"
      />
    </g>
  );
}
