import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Backoff } from "../src/backoff";
import { LiveThread } from "../src/live_thread";

class FakeEvents extends EventTarget {
  static all: FakeEvents[] = [];
  closed = false;

  constructor(readonly url: string) {
    super();
    FakeEvents.all.push(this);
  }

  close(): void {
    this.closed = true;
  }

  static get open(): FakeEvents[] {
    return FakeEvents.all.filter(({ closed }) => !closed);
  }
}

function lookAt(state: DocumentVisibilityState): void {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: state });
  document.dispatchEvent(new Event("visibilitychange"));
}

function printed(state: string, ...ids: string[]): Response {
  const posts = ids.map((id) => `<li class="post" id="post-${id}">${id}</li>`).join("");
  return new Response(`<h2 id="answers"></h2><ol class="posts">${posts}</ol>`, {
    headers: { "Thread-State": state },
  });
}

describe("LiveThread", () => {
  let thread: LiveThread;
  const fetched = vi.fn<(url: string) => Promise<Response>>();

  beforeEach(() => {
    vi.useFakeTimers();
    FakeEvents.all = [];
    fetched.mockReset();
    vi.stubGlobal("EventSource", FakeEvents);
    vi.stubGlobal("fetch", fetched);
    document.body.innerHTML = `<section data-thread="t" data-state="s1" data-fragment="/talk/t/posts"
      data-news="1 new reply|2 new replies|many new replies"></section>`;
    lookAt("visible");
    const section = document.querySelector("section") as HTMLElement;
    thread = new LiveThread(section, new Backoff(1_000, 8_000, () => 1));
    thread.start();
  });

  afterEach(() => {
    thread.stop();
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  const change = async (response: Response): Promise<void> => {
    fetched.mockResolvedValueOnce(response);
    FakeEvents.open[0]?.dispatchEvent(new Event("changed"));
    await vi.advanceTimersByTimeAsync(0);
  };
  const news = (): string => document.querySelector('[role="status"]')?.textContent ?? "";

  it("names the state that the page shows", () => {
    expect(FakeEvents.open.map(({ url }) => url)).toEqual(["/talk/t/live?state=s1"]);
  });

  it("shows what is new and says how many, in the reader's words", async () => {
    await change(printed("s2", "a"));
    expect(fetched).toHaveBeenCalledWith("/talk/t/posts", expect.anything());
    expect(document.getElementById("post-a")).not.toBeNull();
    expect(news()).toBe("1 new reply");
    await change(printed("s3", "a", "b"));
    expect(news()).toBe("2 new replies");
    await change(printed("s4", "a", "b", "c", "d"));
    expect(news()).toBe("many new replies");
    document.querySelector<HTMLElement>('[role="status"] a')?.click();
    expect(news()).toBe("");
  });

  it("says nothing where nothing is new", async () => {
    await change(printed("s2"));
    expect(news()).toBe("");
  });

  it("waits longer after each failure, and not after a success", () => {
    const fail = (): void => void FakeEvents.open[0]?.dispatchEvent(new Event("error"));
    for (const wait of [1_000, 2_000, 4_000, 8_000, 8_000]) {
      fail();
      expect(FakeEvents.open).toHaveLength(0);
      vi.advanceTimersByTime(wait - 1);
      expect(FakeEvents.open).toHaveLength(0);
      vi.advanceTimersByTime(1);
      expect(FakeEvents.open).toHaveLength(1);
    }
    FakeEvents.open[0]?.dispatchEvent(new Event("open"));
    fail();
    vi.advanceTimersByTime(1_000);
    expect(FakeEvents.open).toHaveLength(1);
  });

  it("comes back with the state that it shows by then", async () => {
    await change(printed("s2", "a"));
    FakeEvents.open[0]?.dispatchEvent(new Event("error"));
    vi.advanceTimersByTime(1_000);
    expect(FakeEvents.open[0]?.url).toBe("/talk/t/live?state=s2");
  });

  it("comes back when the posts could not be had, and misses nothing", async () => {
    await change(new Response("", { status: 503 }));
    expect(FakeEvents.open).toHaveLength(0);
    vi.advanceTimersByTime(1_000);
    expect(FakeEvents.open[0]?.url).toBe("/talk/t/live?state=s1");
  });

  it("asks once more for what changed while it was asking", async () => {
    let answer: (response: Response) => void = () => undefined;
    fetched.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    fetched.mockResolvedValueOnce(printed("s3", "a", "b"));
    FakeEvents.open[0]?.dispatchEvent(new Event("changed"));
    FakeEvents.open[0]?.dispatchEvent(new Event("changed"));
    expect(fetched).toHaveBeenCalledTimes(1);
    answer(printed("s2", "a"));
    await vi.advanceTimersByTimeAsync(0);
    expect(fetched).toHaveBeenCalledTimes(2);
    expect(document.getElementById("post-b")).not.toBeNull();
  });

  it("holds no connection while nobody looks", () => {
    lookAt("hidden");
    expect(FakeEvents.open).toHaveLength(0);
    vi.advanceTimersByTime(60_000);
    expect(FakeEvents.open).toHaveLength(0);
    lookAt("visible");
    expect(FakeEvents.open).toHaveLength(1);
  });
});
