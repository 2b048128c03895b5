/** Who wants to hear of something. */
export interface Announcements<T> {
  tell(news: T): void;
  /** The returned function ends it. */
  listen(listener: (news: T) => void): () => void;
}

export function createAnnouncements<T>(): Announcements<T> {
  const listeners = new Set<(news: T) => void>();
  return {
    tell(news) {
      for (const listener of listeners) listener(news);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
