/** 一次性订阅: a person allows messages of a template one by one, and each message uses one up. */
export interface Consents {
  set(person: string, template: string, count: number): void;
  left(person: string, template: string): number;
  /** @returns false when none is left. */
  use(person: string, template: string): boolean;
}

export function openConsents(): Consents {
  const counts = new Map<string, number>();
  const left = (person: string, template: string): number => counts.get(`${person} ${template}`) ?? 0;
  const set = (person: string, template: string, count: number): void => {
    counts.set(`${person} ${template}`, count);
  };
  return {
    set,
    left,
    use(person, template) {
      const now = left(person, template);
      if (now > 0) set(person, template, now - 1);
      return now > 0;
    },
  };
}
