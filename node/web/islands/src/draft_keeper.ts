import { Backoff } from "./backoff";
import type { SaveDraft, SaveOutcome } from "./draft_client";
import type { DraftStore, PendingDraft } from "./draft_store";
import { canHold, fieldsOf, fill } from "./form_fields";

/** After the last key was pressed. */
const quietMs = 600;

/** Characters of a draft's title: 300 bytes whatever they are. */
const titleMax = 75;

/** What the keeper says, in the reader's language; {time} stands for the time. */
type Word = "kept" | "device" | "signedOut" | "elsewhere" | "refused" | "restored" | "found";

/**
 * Keeps what is typed into one form: at the node after a moment of quiet, and in this browser
 * until the node has it. So neither a lost line nor a crash costs anybody a word.
 */
export class DraftKeeper {
  private version = 0;
  private keptFields: string;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private saving = false;
  private saveAgain = false;
  private stopped = false;
  /** Neither the node nor this browser has what was typed. */
  private atRisk = false;
  private readonly line: HTMLElement;

  constructor(
    private readonly form: HTMLFormElement,
    private readonly store: DraftStore,
    private readonly save: SaveDraft,
    private readonly backoff = new Backoff(2_000, 300_000),
  ) {
    this.keptFields = fieldsOf(form);
    this.line = document.createElement("p");
    this.line.className = "quiet draft-state";
    form.append(this.line);
  }

  start(): void {
    this.restore();
    this.form.addEventListener("input", () => this.onTyped());
    this.form.addEventListener("change", () => this.onTyped());
    this.form.addEventListener("submit", (event) => this.onSubmit(event));
    window.addEventListener("online", () => this.onTyped());
    window.addEventListener("pagehide", () => this.onLeaving());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") {
        this.onLeaving();
      }
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.atRisk && !this.stopped) {
        event.preventDefault();
      }
    });
  }

  private draft(): PendingDraft {
    const title = this.form.elements.namedItem("title");
    return {
      key: this.form.dataset["draft"] ?? "",
      kind: this.form.dataset["draftKind"] ?? "",
      title: title instanceof HTMLInputElement ? [...title.value].slice(0, titleMax).join("") : "",
      form: fieldsOf(this.form),
    };
  }

  private onTyped(): void {
    this.saveIn(quietMs);
  }

  private saveIn(ms: number): void {
    clearTimeout(this.timer);
    if (!this.stopped) {
      this.timer = setTimeout(() => void this.saveNow(false), ms);
    }
  }

  private onLeaving(): void {
    if (!this.stopped) {
      void this.saveNow(true);
    }
  }

  private onSubmit(event: SubmitEvent): void {
    if (!navigator.onLine) {
      event.preventDefault(); // The browser's error page would be all that is left.
      void this.saveNow(false);
      return;
    }
    this.stopped = true;
    clearTimeout(this.timer);
    this.store.remove();
  }

  private async saveNow(leaving: boolean): Promise<void> {
    const draft = this.draft();
    if (draft.form === this.keptFields) {
      return;
    }
    this.atRisk = !this.store.put(draft);
    this.saveAgain = this.saving;
    if (this.saving) {
      return;
    }
    this.saving = true;
    const outcome = await this.save(draft, this.version, leaving);
    this.saving = false;
    if (!this.stopped) {
      this.follow(outcome, draft);
    }
    if (this.saveAgain) {
      this.saveAgain = false;
      this.saveIn(0);
    }
  }

  private follow(outcome: SaveOutcome, draft: PendingDraft): void {
    switch (outcome.kind) {
      case "kept":
        this.version = outcome.version;
        this.keptFields = draft.form;
        this.atRisk = false;
        this.backoff.reset();
        if (fieldsOf(this.form) === draft.form) {
          this.store.remove();
        }
        this.say("kept", outcome.savedAt);
        return;
      case "later":
        this.say(this.atRisk ? "refused" : "device", new Date());
        this.saveIn(this.backoff.nextMs());
        return;
      case "signed-out":
        this.warn("signedOut");
        return;
      case "elsewhere":
      case "refused":
        this.warn(outcome.kind);
        return;
    }
  }

  /** What a crash, or a lost line, left in this browser. */
  private restore(): void {
    const pending = this.store.get();
    if (pending === undefined || pending.kind !== this.form.dataset["draftKind"]) {
      return;
    }
    if (canHold(this.form, pending.form)) {
      if (pending.form !== fieldsOf(this.form)) {
        fill(this.form, pending.form);
        this.form.dataset["draft"] = pending.key;
        this.warn("restored");
      }
      void this.saveNow(false);
      return;
    }
    void this.offer(pending);
  }

  /** This page has no place for all of it; the page of the draft will. */
  private async offer(pending: PendingDraft): Promise<void> {
    const outcome = await this.save(pending, 0, false);
    if (outcome.kind !== "kept") {
      return; // It stays where it is, for the next time.
    }
    this.store.remove();
    const link = document.createElement("a");
    link.href = `/drafts/${encodeURIComponent(pending.key)}`;
    link.textContent = this.word("found");
    this.line.replaceChildren(link);
  }

  private word(word: Word): string {
    return this.form.dataset[`${word}Words`] ?? "";
  }

  /** Not announced: it would interrupt a screen reader with every pause. */
  private say(word: Word, time: Date): void {
    const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
      hour: "2-digit",
      minute: "2-digit",
    }).format(time);
    this.line.removeAttribute("role");
    this.line.textContent = this.word(word).replace("{time}", clock);
  }

  private warn(word: Word): void {
    this.line.setAttribute("role", "status");
    this.line.textContent = this.word(word);
  }
}
