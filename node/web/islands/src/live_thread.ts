import { Backoff } from "./backoff";
import { mergePosts, withoutMoving } from "./merge_posts";
import { elementsOf } from "./printed_html";

/** The header in which a fragment says which state of the thread it shows. */
const stateHeader = "Thread-State";

/**
 * Keeps the posts of one thread as they are: hears from the node that something changed, asks
 * for the printed posts, and says how many are new. A page that nobody looks at holds no
 * connection; it catches up when it is looked at again.
 */
export class LiveThread {
  private state: string;
  private events: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private refreshing = false;
  private refreshAgain = false;
  private newPosts = 0;
  private readonly news: HTMLElement;

  constructor(
    private readonly section: HTMLElement,
    private readonly backoff = new Backoff(1_000, 300_000),
  ) {
    this.state = section.dataset["state"] ?? "";
    this.news = document.createElement("p");
    this.news.className = "live-news";
    this.news.setAttribute("role", "status");
    section.after(this.news);
  }

  start(): void {
    document.addEventListener("visibilitychange", this.followVisibility);
    this.followVisibility();
  }

  stop(): void {
    document.removeEventListener("visibilitychange", this.followVisibility);
    this.disconnect();
  }

  private readonly followVisibility = (): void => {
    this.disconnect();
    if (document.visibilityState === "visible") {
      this.connect();
    }
  };

  private connect(): void {
    const thread = encodeURIComponent(this.section.dataset["thread"] ?? "");
    const events = new EventSource(`/talk/${thread}/live?state=${encodeURIComponent(this.state)}`);
    this.events = events;
    events.addEventListener("open", () => this.backoff.reset());
    events.addEventListener("changed", () => void this.refresh());
    // The browser's own attempts come too often where a node is down, and never after an error.
    events.addEventListener("error", () => this.connectLater());
  }

  private disconnect(): void {
    clearTimeout(this.timer);
    this.events?.close();
    this.events = undefined;
  }

  private connectLater(): void {
    this.disconnect();
    if (document.visibilityState === "visible") {
      this.timer = setTimeout(() => this.connect(), this.backoff.nextMs());
    }
  }

  private async refresh(): Promise<void> {
    this.refreshAgain = this.refreshing;
    if (this.refreshing) {
      return;
    }
    this.refreshing = true;
    try {
      await this.fetchPosts();
    } catch {
      this.connectLater(); // With the state as it is: the node says again that it changed.
    }
    this.refreshing = false;
    if (this.refreshAgain) {
      await this.refresh();
    }
  }

  private async fetchPosts(): Promise<void> {
    const response = await fetch(this.section.dataset["fragment"] ?? "", {
      credentials: "same-origin",
      redirect: "error",
    });
    if (!response.ok) {
      throw new Error(`HTTP ${response.status}`);
    }
    const printed = elementsOf(await response.text());
    this.state = response.headers.get(stateHeader) ?? "";
    withoutMoving(this.section, () => this.tell(mergePosts(this.section, printed)));
  }

  private tell(newIds: string[]): void {
    const first = newIds[0];
    if (first === undefined) {
      return;
    }
    this.newPosts += newIds.length;
    // "1 new reply|2 new replies|…|many new replies": plurals are the node's business.
    const words = (this.section.dataset["news"] ?? "").split("|");
    const link = document.createElement("a");
    link.href = `#${first}`;
    link.textContent = words[Math.min(this.newPosts, words.length) - 1] ?? "";
    link.addEventListener("click", () => {
      this.newPosts = 0;
      this.news.replaceChildren();
    });
    this.news.replaceChildren(link);
  }
}
