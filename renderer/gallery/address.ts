/**
 * The gallery's page is told by the address after `#`: `/` everything, `/button` one component, `/frame/attract` one example
 * in the whole window; the settings follow as a query. Whoever has the address sees the same page: a test, a frame, a colleague.
 */
export interface GalleryAddress {
  readonly component?: string | undefined;
  readonly example?: string | undefined;
  readonly settings: GallerySettings;
}

export interface GallerySettings {
  readonly language: 'zh-CN' | 'en';
  readonly text: 'standard' | 'elder';
  readonly contrast: 'standard' | 'high';
  readonly orientation: 'portrait' | 'landscape';
}

export function readAddress(hash: string): GalleryAddress {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?');
  const [, component, example] = path.split('/');
  const asked = new URLSearchParams(query);
  return {
    component: component === '' ? undefined : component,
    example,
    settings: {
      language: asked.get('language') === 'en' ? 'en' : 'zh-CN',
      text: asked.get('text') === 'elder' ? 'elder' : 'standard',
      contrast: asked.get('contrast') === 'high' ? 'high' : 'standard',
      orientation: asked.get('orientation') === 'landscape' ? 'landscape' : 'portrait',
    },
  };
}

export function writeAddress({ component, example, settings }: GalleryAddress): string {
  const path = [component, example].filter((part) => part !== undefined).join('/');
  return `#/${path}?${new URLSearchParams({ ...settings }).toString()}`;
}
