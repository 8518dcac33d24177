/** What was typed and has not reached the node. */
export interface PendingDraft {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  /** As a form would send it. */
  readonly form: string;
}

/** What this browser keeps; nothing where its owner forbids it. */
export function browserStorage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** Where pending drafts wait in this browser, one for each page. */
export class DraftStore {
  constructor(
    private readonly storage: Storage | undefined,
    path: string,
  ) {
    this.name = `cledi.draft:${path}`;
  }

  private readonly name: string;

  /** False: the browser keeps nothing, or has no room. */
  put(draft: PendingDraft): boolean {
    try {
      this.storage?.setItem(this.name, JSON.stringify(draft));
      return this.storage !== undefined;
    } catch {
      return false;
    }
  }

  get(): PendingDraft | undefined {
    try {
      const draft = JSON.parse(this.storage?.getItem(this.name) ?? "null") as
        | Partial<Record<keyof PendingDraft, unknown>>
        | null;
      const { key, kind, title, form } = draft ?? {};
      return typeof key === "string" &&
        typeof kind === "string" &&
        typeof title === "string" &&
        typeof form === "string"
        ? { key, kind, title, form }
        : undefined;
    } catch {
      return undefined;
    }
  }

  remove(): void {
    try {
      this.storage?.removeItem(this.name);
    } catch {
      // Then there is nothing in it either.
    }
  }
}
