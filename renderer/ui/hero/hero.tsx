import '../base.ts';
import './hero.css';
import { Boat, Church, House, Pavilion, Pine, Tree } from './parts.tsx';

/**
 * Red roofs by the sea: the only illustration of the terminal. Its upper left is empty sky, for the greeting. It says nothing,
 * so it is silent to a screen reader. By day in the light token set, by night in the high-contrast one.
 */
export function Hero() {
  return (
    <svg className="ui-hero" viewBox="0 0 1080 724" preserveAspectRatio="xMidYMax slice" aria-hidden="true">
      <Sky />
      <Hills />
      <Town />
      <Sea />
      <Pier />
      <Boats />
      <path className="ui-hero-wave-near" d="M0 668q90-26 180 0t180 0 180 0 180 0 180 0 180 0v56H0z" />
    </svg>
  );
}

function Sky() {
  return (
    <>
      <defs>
        <linearGradient id="ui-hero-sky" x1="0" y1="0" x2="0" y2="1">
          <stop className="ui-hero-sky-high" offset="0" />
          <stop className="ui-hero-sky-low" offset="0.7" />
        </linearGradient>
      </defs>
      <rect width="1080" height="724" fill="url(#ui-hero-sky)" />
      <circle className="ui-hero-halo" cx="906" cy="334" r="104" />
      <circle className="ui-hero-sun" cx="906" cy="334" r="62" />
      <path
        className="ui-hero-cloud"
        d="M640 250a26 26 0 0 1 30-24 38 38 0 0 1 70-6 30 30 0 0 1 44 30zM70 300a20 20 0 0 1 24-18 30 30 0 0 1 54-4 24 24 0 0 1 34 22z"
      />
      <path className="ui-hero-gulls" d="M560 300q13-13 24 0 12-13 25 0M622 330q9-9 17 0 8-9 17 0M508 346q8-8 15 0 7-8 15 0" />
    </>
  );
}

function Hills() {
  return (
    <>
      <path
        className="ui-hero-hill-far"
        d="M420 500c80-60 120-96 176-92 50 4 60 40 116 34 66-8 96-90 176-86 76 4 100 60 192 62v112H420z"
      />
      <path className="ui-hero-hill" d="M0 372c90-44 200-60 296-26 120 42 190 84 320 112 90 20 200 26 300 22v60H0z" />
      <path className="ui-hero-hill-near" d="M0 452c120-30 260-18 380 14 110 30 220 58 360 76v24H0z" />
    </>
  );
}

/** From the back to the front, so that each row covers the feet of the one behind. */
function Town() {
  return (
    <>
      <Tree x={48} y={378} size={66} />
      <Church x={236} y={386} />
      <Pine x={140} y={386} size={88} />
      <Tree x={318} y={380} size={72} />
      <House x={24} y={440} width={104} height={66} roof={50} windows={[3, 1]} />
      <House x={352} y={430} width={92} height={62} roof={54} windows={[2, 1]} gable />
      <Tree x={470} y={446} size={64} />
      <House x={158} y={456} width={132} height={74} roof={58} windows={[4, 1]} />
      <Pine x={322} y={462} size={104} />
      <House x={500} y={478} width={100} height={64} roof={48} windows={[3, 1]} />
      <Tree x={628} y={494} size={58} />
      <House x={-40} y={534} width={142} height={92} roof={60} windows={[4, 2]} />
      <Tree x={132} y={530} size={84} />
      <House x={356} y={528} width={124} height={84} roof={62} windows={[3, 2]} gable />
      <Pine x={516} y={536} size={92} />
      <House x={180} y={540} width={150} height={96} roof={64} windows={[4, 2]} />
      <Tree x={346} y={542} size={64} />
      <House x={548} y={540} width={96} height={58} roof={46} windows={[3, 1]} />
    </>
  );
}

function Sea() {
  return (
    <>
      <path className="ui-hero-wall-shore" d="M0 532c140-8 420-4 700 12v24H0z" />
      <path className="ui-hero-sea" d="M0 556q120-22 260-10t300 4 260-28 260-8v210H0z" />
      <path className="ui-hero-glitter" d="M640 588h54M700 600h84M660 614h60M980 600h58M1006 614h44" />
      <path className="ui-hero-wave-far" d="M0 606q90-24 180 0t180 0 180 0 180 0 180 0 180 0v118H0z" />
    </>
  );
}

function Pier() {
  return (
    <>
      <path className="ui-hero-stone" d="M560 546L844 566v16L560 566z" />
      <path className="ui-hero-pile" d="M600 562v16M650 566v18M700 570v18M750 573v20" />
      <Pavilion x={880} y={584} />
      <path className="ui-hero-stone" d="M800 580h160l-14 26H816z" />
    </>
  );
}

function Boats() {
  return (
    <>
      <Boat x={1012} y={566} size={64} />
      <Boat x={708} y={650} size={96} />
      <Boat x={428} y={616} size={56} />
    </>
  );
}
