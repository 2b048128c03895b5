import { useEffect, useState } from 'react';
import type { Example, ExampleSet, Say } from '../ui/example.ts';
import { readAddress, writeAddress, type GalleryAddress, type GallerySettings } from './address.ts';
import './gallery.css';
import { exampleSets } from './sets.ts';
import { Switches } from './switches.tsx';

/** All components with all examples, in every token set, language and orientation. */
export function Gallery() {
  const address = useAddress();
  useSettings(address.settings);
  const say: Say = (zh, en) => (address.settings.language === 'en' ? en : zh);
  const set = exampleSets.find((each) => each.component === address.component);
  const example = set?.examples.find((each) => each.name === address.example);
  if (example) return <example.Show say={say} />;
  if (set) return <Page sets={[set]} settings={address.settings} say={say} />;
  return (
    <>
      <Switches settings={address.settings} say={say} />
      <Page sets={exampleSets} settings={address.settings} say={say} />
    </>
  );
}

function useAddress(): GalleryAddress {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = (): void => setHash(location.hash);
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return readAddress(hash);
}

function useSettings({ language, text, contrast }: GallerySettings): void {
  useEffect(() => {
    const page = document.documentElement;
    page.lang = language;
    page.dataset['text'] = text;
    page.dataset['contrast'] = contrast;
  }, [language, text, contrast]);
}

interface PageProps {
  readonly sets: readonly ExampleSet[];
  readonly settings: GallerySettings;
  readonly say: Say;
}

function Page({ sets, settings, say }: PageProps) {
  return (
    <main className={`gallery gallery-${settings.orientation}`}>
      {sets.map((set) => (
        <section className="gallery-set" key={set.component} id={`set-${set.component}`}>
          <h2 className="gallery-name">{set.component}</h2>
          {set.examples.map((example) => (
            <Stage component={set.component} example={example} key={example.name} settings={settings} say={say} />
          ))}
        </section>
      ))}
    </main>
  );
}

interface StageProps {
  readonly component: string;
  readonly example: Example;
  readonly settings: GallerySettings;
  readonly say: Say;
}

function Stage({ component, example, settings, say }: StageProps) {
  const address = writeAddress({ component, example: example.name, settings });
  return (
    <figure className="gallery-stage" data-example={`${component}/${example.name}`}>
      <figcaption className="gallery-caption">
        <a href={address} target="_blank" rel="noreferrer">
          {example.name}
        </a>
      </figcaption>
      {example.alone ? (
        <div className="gallery-screen">
          <iframe src={address} title={`${component} ${example.name}`} />
        </div>
      ) : (
        <example.Show say={say} />
      )}
    </figure>
  );
}
