import { beforeEach, describe, expect, it, vi } from "vitest";

import { mergePosts, withoutMoving } from "../src/merge_posts";
import { elementsOf } from "../src/printed_html";

function post(id: string, text: string, token = "t"): string {
  return `<li class="post" id="post-${id}"><p>${text}</p><form><input name="form_token" value="${token}"><button>accept</button></form></li>`;
}

function posts(...items: string[]): string {
  return `<h2 id="answers">${items.length} replies</h2><ol class="posts">${items.join("")}</ol>`;
}

describe("mergePosts", () => {
  let section: HTMLElement;

  beforeEach(() => {
    document.body.innerHTML = `<section>${posts(post("a", "one"), post("b", "two"))}</section>`;
    section = document.querySelector("section") as HTMLElement;
  });

  const merge = (...items: string[]): string[] => mergePosts(section, elementsOf(posts(...items)));
  const ids = (): string[] => [...section.querySelectorAll("li")].map(({ id }) => id);
  const byId = (id: string): HTMLElement => document.getElementById(`post-${id}`) as HTMLElement;

  it("adds what is new and leaves the rest as the elements that they were", () => {
    const first = byId("a");
    expect(merge(post("a", "one", "other"), post("b", "two", "other"), post("c", "three"))).toEqual([
      "post-c",
    ]);
    expect(byId("a")).toBe(first);
    expect(ids()).toEqual(["post-a", "post-b", "post-c"]);
    expect(section.querySelector("h2")?.textContent).toBe("3 replies");
  });

  it("puts a late post where it belongs", () => {
    expect(merge(post("a", "one"), post("late", "from elsewhere"), post("b", "two"))).toEqual([
      "post-late",
    ]);
    expect(ids()).toEqual(["post-a", "post-late", "post-b"]);
  });

  it("takes over another order", () => {
    merge(post("b", "two"), post("a", "one"));
    expect(ids()).toEqual(["post-b", "post-a"]);
  });

  it("shows what was revised and takes out what is gone", () => {
    expect(merge(post("b", "two, better"))).toEqual([]);
    expect(ids()).toEqual(["post-b"]);
    expect(byId("b").textContent).toContain("two, better");
  });

  it("leaves alone what has the focus", () => {
    const button = byId("a").querySelector("button") as HTMLButtonElement;
    button.focus();
    merge(post("a", "one, revised"), post("b", "two, revised"));
    expect(document.activeElement).toBe(button);
    expect(byId("a").textContent).toContain("one");
    expect(byId("b").textContent).toContain("two, revised");
    merge(post("b", "two, revised"));
    expect(document.activeElement).toBe(button);
  });

  it("keeps typed words", () => {
    byId("b").insertAdjacentHTML("beforeend", "<textarea></textarea>");
    const area = byId("b").querySelector("textarea") as HTMLTextAreaElement;
    area.value = "half a thought";
    merge(post("a", "one"), post("b", "two, revised"));
    expect(area.isConnected).toBe(true);
    expect(area.value).toBe("half a thought");
  });

  it("shows the first posts of a thread that had none", () => {
    section.innerHTML = '<h2 id="answers">No replies</h2>';
    expect(merge(post("a", "one"))).toEqual(["post-a"]);
    expect(section.querySelector("h2")?.textContent).toBe("1 replies");
  });
});

describe("withoutMoving", () => {
  it("scrolls by as much as what is being read was moved", () => {
    document.body.innerHTML = '<section><ol><li class="post"></li></ol></section>';
    const section = document.querySelector("section") as HTMLElement;
    const post = section.querySelector("li") as HTMLElement;
    let top = 100;
    post.getBoundingClientRect = () => ({ top, bottom: top + 50 }) as DOMRect;
    const scrolled = vi.spyOn(window, "scrollBy").mockImplementation(() => undefined);
    withoutMoving(section, () => (top = 180));
    expect(scrolled).toHaveBeenCalledWith({ top: 80, behavior: "instant" });
    scrolled.mockClear();
    withoutMoving(section, () => undefined);
    expect(scrolled).not.toHaveBeenCalled();
  });
});
