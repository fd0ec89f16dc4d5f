export interface Notice {
  readonly id: number;
  readonly tone: "ok" | "bad";
  readonly title: string;
  readonly detail: string | null;
}

const NONE: readonly Notice[] = [];
let notices: readonly Notice[] = NONE;
let nextId = 1;
const listeners = new Set<() => void>();

function replaceNotices(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/** Shows one short message in the corner of the console. */
export function notify(title: string, options: { tone?: "ok" | "bad"; detail?: string } = {}): void {
  const notice: Notice = {
    id: nextId++,
    tone: options.tone ?? "ok",
    title,
    detail: options.detail ?? null,
  };
  replaceNotices([...notices.slice(-3), notice]);
}

export function dismissNotice(id: number): void {
  replaceNotices(notices.filter((notice) => notice.id !== id));
}

export function readNotices(): readonly Notice[] {
  return notices;
}

export function readNoticesOnServer(): readonly Notice[] {
  return NONE;
}

export function subscribeToNotices(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
