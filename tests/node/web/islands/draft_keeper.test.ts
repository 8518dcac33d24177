import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { Backoff } from "../src/backoff";
import type { SaveDraft, SaveOutcome } from "../src/draft_client";
import { DraftKeeper } from "../src/draft_keeper";
import { DraftStore, type PendingDraft } from "../src/draft_store";
import { fieldsOf } from "../src/form_fields";

const words = ["kept", "device", "signed-out", "elsewhere", "refused", "restored", "found"];

describe("DraftKeeper", () => {
  const save = vi.fn<SaveDraft>();
  let form: HTMLFormElement;
  let store: DraftStore;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date(2026, 8, 1, 14, 5) });
    localStorage.clear();
    save.mockReset();
    document.documentElement.lang = "it";
    const attributes = words.map((word) => `data-${word}-words="${word} {time}"`).join(" ");
    document.body.innerHTML = `<form data-draft="plan.new.k1" data-draft-kind="plan" ${attributes}>
      <input name="title"><textarea name="text"></textarea></form>`;
    form = document.querySelector("form") as HTMLFormElement;
    store = new DraftStore(localStorage, "/plans/new");
  });

  afterEach(() => {
    vi.useRealTimers();
    Object.defineProperty(navigator, "onLine", { configurable: true, value: true });
  });

  const start = (): void => new DraftKeeper(form, store, save, new Backoff(2_000, 8_000, () => 1)).start();
  const answer = (outcome: SaveOutcome): void => void save.mockResolvedValue(outcome);
  const kept = (version: number): SaveOutcome => ({ kind: "kept", version, savedAt: new Date() });
  const type = (text: string): void => {
    const area = form.elements.namedItem("text") as HTMLTextAreaElement;
    area.value = text;
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
  const line = (): HTMLElement => form.querySelector(".draft-state") as HTMLElement;
  const lastDraft = (): PendingDraft | undefined => save.mock.lastCall?.[0];

  it("saves after a moment of quiet, not with every key", async () => {
    answer(kept(1));
    start();
    type("a");
    await pass(500);
    type("ab");
    await pass(599);
    expect(save).not.toHaveBeenCalled();
    await pass(1);
    expect(save).toHaveBeenCalledTimes(1);
    expect(lastDraft()).toEqual({ key: "plan.new.k1", kind: "plan", title: "", form: "title=&text=ab" });
    expect(line().textContent).toBe("kept 14:05");
    expect(line().hasAttribute("role")).toBe(false);
    expect(store.get()).toBeUndefined();
  });

  it("saves nothing that was not changed", async () => {
    start();
    type("");
    await pass(10_000);
    expect(save).not.toHaveBeenCalled();
  });

  it("says on which version it builds", async () => {
    answer(kept(4));
    start();
    type("a");
    await pass(600);
    type("b");
    await pass(600);
    expect(save.mock.calls.map((call) => call[1])).toEqual([0, 4]);
  });

  it("cuts a long title between characters", async () => {
    answer(kept(1));
    start();
    const title = form.elements.namedItem("title") as HTMLInputElement;
    title.value = "🍕".repeat(100);
    type("a");
    await pass(600);
    expect(lastDraft()?.title).toBe("🍕".repeat(75));
  });

  it("keeps it in the browser while there is no line, and sends it later", async () => {
    answer({ kind: "later" });
    start();
    type("a");
    await pass(600);
    expect(line().textContent).toBe("device 14:05");
    expect(store.get()?.form).toBe("title=&text=a");
    answer(kept(1));
    await pass(2_000);
    expect(save).toHaveBeenCalledTimes(2);
    expect(line().textContent).toBe("kept 14:05");
    expect(store.get()).toBeUndefined();
  });

  it("does not lose what is typed while it saves", async () => {
    let finish: (outcome: SaveOutcome) => void = () => undefined;
    save.mockReturnValueOnce(new Promise((resolve) => (finish = resolve)));
    start();
    type("a");
    await pass(600);
    type("ab");
    await pass(600);
    expect(save).toHaveBeenCalledTimes(1);
    answer(kept(2));
    finish(kept(1));
    await pass(0);
    expect(lastDraft()?.form).toBe("title=&text=ab");
    expect(save.mock.lastCall?.[1]).toBe(1);
    expect(store.get()).toBeUndefined();
  });

  it.each([
    ["signed-out", "signed-out {time}"],
    ["elsewhere", "elsewhere {time}"],
    ["refused", "refused {time}"],
  ] as const)("says aloud when it is %s, and keeps it", async (kind, text) => {
    answer({ kind });
    start();
    type("a");
    await pass(600);
    expect(line().getAttribute("role")).toBe("status");
    expect(line().textContent).toBe(text);
    expect(store.get()?.form).toBe("title=&text=a");
    await pass(60_000);
    expect(save).toHaveBeenCalledTimes(1);
  });

  it("saves at once when the page is left", async () => {
    answer(kept(1));
    start();
    type("a");
    window.dispatchEvent(new Event("pagehide"));
    expect(save.mock.lastCall?.[2]).toBe(true);
    await pass(0);
  });

  it("forgets what was sent", async () => {
    answer({ kind: "later" });
    start();
    type("a");
    await pass(600);
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    expect(store.get()).toBeUndefined();
    await pass(60_000);
    expect(save).toHaveBeenCalledTimes(1);
  });

  it("does not send a form without a line", async () => {
    answer({ kind: "later" });
    start();
    type("a");
    Object.defineProperty(navigator, "onLine", { configurable: true, value: false });
    const submit = new Event("submit", { cancelable: true });
    form.dispatchEvent(submit);
    expect(submit.defaultPrevented).toBe(true);
    await pass(0);
    expect(store.get()?.form).toBe("title=&text=a");
  });

  it("restores what a crash left behind, under its own name", async () => {
    store.put({ key: "plan.new.old", kind: "plan", title: "", form: "title=T&text=typed" });
    answer(kept(1));
    start();
    await pass(0);
    expect(fieldsOf(form)).toBe("title=T&text=typed");
    expect(lastDraft()).toEqual({
      key: "plan.new.old",
      kind: "plan",
      title: "T",
      form: "title=T&text=typed",
    });
    expect(store.get()).toBeUndefined();
  });

  it("offers what has no place in this form", async () => {
    store.put({ key: "plan.new.old", kind: "plan", title: "", form: "title=T&step-2-name=x" });
    answer(kept(1));
    start();
    await pass(0);
    expect(fieldsOf(form)).toBe("title=&text=");
    expect(line().querySelector("a")?.getAttribute("href")).toBe("/drafts/plan.new.old");
    expect(store.get()).toBeUndefined();
  });

  it("leaves alone what another kind of form left behind, or what is broken", async () => {
    store.put({ key: "x", kind: "resource", title: "", form: "title=T" });
    start();
    localStorage.setItem("cledi.draft:/plans/new", "{");
    start();
    localStorage.setItem("cledi.draft:/plans/new", '{"key":1}');
    start();
    await pass(0);
    expect(fieldsOf(form)).toBe("title=&text=");
    expect(save).not.toHaveBeenCalled();
  });

  it("warns who leaves only if nothing keeps the words", async () => {
    const leave = (): boolean => {
      const event = new Event("beforeunload", { cancelable: true });
      window.dispatchEvent(event);
      return event.defaultPrevented;
    };
    answer({ kind: "later" });
    store = new DraftStore(undefined, "/plans/new");
    start();
    expect(leave()).toBe(false);
    type("a");
    await pass(600);
    expect(leave()).toBe(true);
    answer(kept(1));
    await pass(2_000);
    expect(leave()).toBe(false);
  });
});
